"""The variant between Azure's building blocks: MLflow and models on AKS, the rest as services."""

from pulumi import Input, ResourceOptions

from slipway.components.access.matrix import Workload
from slipway.components.azure.database_roles import DatabaseRoles, DatabaseRolesArgs
from slipway.components.azure.workload_identity import CLIENT_ID_ANNOTATION, USE_LABEL
from slipway.components.kubernetes.backends import DatabaseAccess
from slipway.components.kubernetes.network import NamespaceReader
from slipway.components.kubernetes.vault import AzureKeyVault
from slipway.components.variants.cloud_native import (
    TRACKING_ADMINISTRATOR,
    CloudNativePlatform,
)
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

AGENTS = "kube-system"
"""Where AKS' metrics add-on runs, and where its ConfigMaps lie."""


class CloudNativeAzurePlatform(CloudNativePlatform):
    """All that the cluster's API is asked for; `CloudNativeAzureServices` is the rest."""

    def __init__(
        self, name: str, args: CloudNativeAzurePlatformArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("slipway:azure:CloudNativePlatform", name, {}, opts)
        child = ResourceOptions(parent=self)
        user = _database_user(args, child)
        workloads = ClusterWorkloads("workloads", _workloads(args, user), child)
        self.publish(workloads, args.services, args.registry, args.administrator_password)


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
