"""The variant between Azure's building blocks: MLflow and models on AKS, the rest as services."""

from collections.abc import Mapping

import pulumi
from pulumi import Input, Output, ResourceOptions

from slipway.components.access.matrix import Workload
from slipway.components.azure.database_roles import DatabaseRoles, DatabaseRolesArgs
from slipway.components.azure.workload_identity import CLIENT_ID_ANNOTATION, USE_LABEL
from slipway.components.kubernetes.backends import DatabaseAccess
from slipway.components.kubernetes.network import NamespaceReader
from slipway.components.kubernetes.vault import AzureKeyVault
from slipway.components.variants.cloud_native_azure_args import (
    ADMINISTRATOR,
    SESSION_KEY,
    CloudNativeAzurePlatformArgs,
)
from slipway.components.variants.cluster_workloads import ClusterWorkloads
from slipway.components.variants.cluster_workloads_args import (
    DATABASES,
    AgentConfiguration,
    ClusterWorkloadsArgs,
    TrackingSecrets,
    WorkloadIdentity,
    WorkloadStores,
)
from slipway.components.variants.platform import Login, PlatformUrls, ServedModel

TRACKING_ADMINISTRATOR = "admin"
AGENTS = "kube-system"
"""Where AKS' metrics add-on runs, and where its ConfigMaps lie."""


class CloudNativeAzurePlatform(pulumi.ComponentResource):
    """All that the cluster's API is asked for; `CloudNativeAzureServices` is the rest."""

    tracking_url: Output[str]
    """Base address of the tracking server inside the cluster."""

    model_registry_uri: Output[str]
    """The tracking server is the model registry too."""

    urls: PlatformUrls
    """Addresses as the operator reaches them; Prometheus takes requests with Entra's token."""

    models: Mapping[str, ServedModel]
    """The released models by name."""

    tracking_login: Login | None
    """The first administrator; None where its password is known to the vault alone."""

    object_store_keys: None
    """There are none: Blob is entered by identity."""

    workloads: ClusterWorkloads
    """What runs in the cluster."""

    def __init__(
        self, name: str, args: CloudNativeAzurePlatformArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("slipway:azure:CloudNativePlatform", name, {}, opts)
        child = ResourceOptions(parent=self)
        user = _database_user(args, child)
        self.workloads = ClusterWorkloads("workloads", _workloads(args, user), child)
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


def _database_user(args: CloudNativeAzurePlatformArgs, opts: ResourceOptions) -> Input[str]:
    """The tracking server's user name, known once it can log in."""
    services = args.services
    if not args.makes_database_role:
        return services.database_user
    return DatabaseRoles(
        "database-roles",
        DatabaseRolesArgs(
            image=args.images.tracking,
            host=services.database_host,
            administrator=services.database_administrator,
            client_id=services.database_administrator_client_id,
            role=services.database_user,
            role_object_id=services.tracking_object_id,
            databases=DATABASES,
        ),
        opts,
    ).user


def _login(args: CloudNativeAzurePlatformArgs) -> Login | None:
    if args.administrator_password is None:
        return None
    return Login(
        username=Output.from_input(TRACKING_ADMINISTRATOR),
        password=Output.secret(args.administrator_password),
    )


def _workloads(args: CloudNativeAzurePlatformArgs, user: Input[str]) -> ClusterWorkloadsArgs:
    services = args.services
    return ClusterWorkloadsArgs(
        images=args.images,
        stores=WorkloadStores(
            artifacts=services.artifacts_url,
            request_log=services.request_log_url,
            labels=services.labels_url,
            monitoring=services.monitoring_url,
        ),
        database=DatabaseAccess(host=services.database_host, user=user, source="entra"),
        identities={
            Workload.TRACKING: _identity(services.tracking_client_id),
            Workload.MODEL_SERVICE: _identity(services.model_service_client_id),
            Workload.DRIFT_MONITOR: _identity(services.drift_monitor_client_id),
        },
        tracking_secrets=TrackingSecrets(
            vault=AzureKeyVault(
                name=services.vault,
                tenant_id=args.tenant,
                client_id=services.tracking_client_id,
            ),
            administrator_password=ADMINISTRATOR,
            session_key=SESSION_KEY,
        ),
        metrics_readers=[NamespaceReader(namespace=AGENTS)],
        agent_configuration=AgentConfiguration(
            namespace=AGENTS, name="ama-metrics-prometheus-config", key="prometheus-config"
        ),
        models=args.models,
        administrator=TRACKING_ADMINISTRATOR,
        storage_class=args.storage_class,
        model_nodes=args.model_nodes,
    )


def _identity(client_id: Input[str]) -> WorkloadIdentity:
    """What AKS' webhook looks for: without the label it passes a pod by."""
    return WorkloadIdentity(
        annotations={CLIENT_ID_ANNOTATION: client_id}, pod_labels={USE_LABEL: "true"}
    )
