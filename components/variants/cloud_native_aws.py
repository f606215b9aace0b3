"""The variant between AWS's building blocks: MLflow and the models on EKS, the rest as services."""

from collections.abc import Mapping

import pulumi
from pulumi import Output, ResourceOptions

from slipway.components.kubernetes.backends import DatabaseAccess
from slipway.components.kubernetes.vault import AwsSecretsManager
from slipway.components.variants.cloud_native_aws_args import CloudNativeAwsPlatformArgs
from slipway.components.variants.cluster_workloads import ClusterWorkloads
from slipway.components.variants.cluster_workloads_args import (
    SERVICE_ACCOUNTS,
    ClusterWorkloadsArgs,
    TrackingSecrets,
    WorkloadIdentity,
    WorkloadStores,
)
from slipway.components.variants.platform import Login, PlatformUrls, ServedModel

TRACKING_ADMINISTRATOR = "admin"
AGENT = "169.254.170.23/32"
"""Where EKS's agent hands out a pod's credentials."""


class CloudNativeAwsPlatform(pulumi.ComponentResource):
    """All that the cluster's API is asked for; `CloudNativeAwsServices` is the rest."""

    tracking_url: Output[str]
    """Base address of the tracking server inside the cluster."""

    model_registry_uri: Output[str]
    """The tracking server is the model registry too."""

    urls: PlatformUrls
    """Addresses as the operator reaches them; Prometheus takes requests that are signed."""

    models: Mapping[str, ServedModel]
    """The released models by name."""

    tracking_login: Login | None
    """The first administrator; None where its password is known to Secrets Manager alone."""

    object_store_keys: None
    """There are none: S3 is entered by identity."""

    workloads: ClusterWorkloads
    """What runs in the cluster."""

    def __init__(
        self, name: str, args: CloudNativeAwsPlatformArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("slipway:aws:CloudNativePlatform", name, {}, opts)
        self.workloads = ClusterWorkloads(
            "workloads", _workloads(args), ResourceOptions(parent=self)
        )
        services = args.services
        self.tracking_url = self.workloads.tracking_url
        self.model_registry_uri = self.workloads.tracking_url
        self.models = self.workloads.models
        self.urls = PlatformUrls(
            tracking=self.workloads.tracking_url,
            registry=Output.from_input(args.registry),
            object_store=Output.from_input(services.artifacts_url),
            prometheus=Output.from_input(services.metrics_url),
            monitoring=Output.from_input(services.monitoring_url),
        )
        self.tracking_login = _login(args)
        self.object_store_keys = None
        self.register_outputs({"trackingUrl": self.tracking_url})


def _login(args: CloudNativeAwsPlatformArgs) -> Login | None:
    if args.administrator_password is None:
        return None
    return Login(
        username=Output.from_input(TRACKING_ADMINISTRATOR),
        password=Output.secret(args.administrator_password),
    )


def _workloads(args: CloudNativeAwsPlatformArgs) -> ClusterWorkloadsArgs:
    services = args.services
    return ClusterWorkloadsArgs(
        images=args.images,
        stores=WorkloadStores(
            artifacts=services.artifacts_url,
            request_log=services.request_log_url,
            labels=services.labels_url,
            monitoring=services.monitoring_url,
            region=args.region,
        ),
        database=DatabaseAccess(
            host=services.database_host,
            user=services.database_user,
            # Asked at every new connection, so that a rotated password breaks none.
            source="aws-secrets-manager",
            secret_arn=services.database_secret_arn,
            region=args.region,
        ),
        identities=dict.fromkeys(SERVICE_ACCOUNTS, WorkloadIdentity(agent_address=AGENT)),
        tracking_secrets=TrackingSecrets(
            vault=AwsSecretsManager(region=args.region),
            administrator_password=services.administrator_secret_arn,
            session_key=services.session_key_secret_arn,
        ),
        metrics_readers=args.metrics_readers,
        models=args.models,
        administrator=TRACKING_ADMINISTRATOR,
        storage_class=args.storage_class,
        model_nodes=args.model_nodes,
    )
