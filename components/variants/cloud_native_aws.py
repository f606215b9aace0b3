"""The variant between AWS's building blocks: MLflow and the models on EKS, the rest as services."""

from pulumi import ResourceOptions

from slipway.components.kubernetes.backends import DatabaseAccess
from slipway.components.kubernetes.vault import AwsSecretsManager
from slipway.components.variants.cloud_native import (
    TRACKING_ADMINISTRATOR,
    CloudNativePlatform,
)
from slipway.components.variants.cloud_native_aws_args import CloudNativeAwsPlatformArgs
from slipway.components.variants.cluster_workloads import ClusterWorkloads
from slipway.components.variants.cluster_workloads_args import (
    SERVICE_ACCOUNTS,
    ClusterWorkloadsArgs,
    TrackingSecrets,
    WorkloadIdentity,
    WorkloadStores,
)

AGENT = "169.254.170.23/32"
"""Where EKS's agent hands out a pod's credentials."""


class CloudNativeAwsPlatform(CloudNativePlatform):
    """All that the cluster's API is asked for; `CloudNativeAwsServices` is the rest."""

    def __init__(
        self, name: str, args: CloudNativeAwsPlatformArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("slipway:aws:CloudNativePlatform", name, {}, opts)
        workloads = ClusterWorkloads("workloads", _workloads(args), ResourceOptions(parent=self))
        self.publish(workloads, args.services, args.registry, args.administrator_password)


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
