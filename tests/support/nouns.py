"""One small program per component, each making that component alone, and one with everything."""

from collections.abc import Callable

from pulumi_kubernetes.core.v1 import EnvFromSourceArgs, SecretEnvSourceArgs

from slipway.components.kubernetes.backends import DatabaseAccess, StoreAccess, StoreLogin
from slipway.components.kubernetes.buckets import Buckets, BucketsArgs, Grant
from slipway.components.kubernetes.container_registry import (
    ContainerRegistry,
    ContainerRegistryArgs,
)
from slipway.components.kubernetes.database import Database, DatabaseArgs
from slipway.components.kubernetes.database_backup import DatabaseBackup, DatabaseBackupArgs
from slipway.components.kubernetes.drift_monitor import (
    DriftMonitor,
    DriftMonitorArgs,
    DriftStores,
)
from slipway.components.kubernetes.model_service import ModelService, ModelServiceArgs
from slipway.components.kubernetes.network import NamespaceReader, Peer
from slipway.components.kubernetes.object_store import ObjectStore, ObjectStoreArgs
from slipway.components.kubernetes.observability import Observability, ObservabilityArgs
from slipway.components.kubernetes.scraping import WatchedModel
from slipway.components.kubernetes.secret_reference import SecretReference
from slipway.components.kubernetes.secret_store import SecretStore, SecretStoreArgs
from slipway.components.kubernetes.tracking_server import TrackingServer, TrackingServerArgs
from slipway.components.kubernetes.vault import AzureKeyVault
from slipway.components.kubernetes.workspace import Workspace, WorkspaceArgs
from slipway.components.password import Password
from slipway.components.variants.cluster_workloads import ClusterWorkloads
from slipway.components.variants.cluster_workloads_args import (
    SERVICE_ACCOUNTS,
    AgentConfiguration,
    ClusterWorkloadsArgs,
    TrackingSecrets,
    WorkloadIdentity,
    WorkloadImages,
    WorkloadStores,
)
from slipway.components.variants.model_spec import ModelRelease, ModelSpec
from slipway.components.variants.open_source import OpenSourcePlatform
from slipway.components.variants.open_source_args import (
    NodePorts,
    OpenSourcePlatformArgs,
    PlatformImages,
)

SPACE = "team"
CREDENTIALS = EnvFromSourceArgs(secret_ref=SecretEnvSourceArgs(name="keys"))
RELEASED = ModelSpec(
    name="car-loan",
    release=ModelRelease(version=3, image="localhost:30000/car-loan@sha256:" + "ab" * 32),
)
UNRELEASED = ModelSpec(name="churn")
DRIFT_STORES = DriftStores(
    request_log="s3://request-log",
    labels="s3://labels",
    monitoring="s3://monitoring",
    login=StoreLogin(endpoint="http://object-store:7070", credentials=CREDENTIALS, port=7070),
)
WATCHED = WatchedModel(
    name="car-loan",
    namespace="slipway-models",
    port=8080,
    min_replicas=2,
    max_replicas=6,
    latency_target_seconds=0.25,
    in_flight_limit=16,
    drift_max_age_seconds=86_400,
)


def image(name: str) -> str:
    return f"slipway.local/{name}:0123456789ab"


def secret(key: str) -> SecretReference:
    return SecretReference(secret="secrets", key=key)  # noqa: S106 -- its name


def workspace() -> Workspace:
    return Workspace("team", WorkspaceArgs(namespace=SPACE))


def secret_store() -> SecretStore:
    values = {"login": {"password": Password("login").value}}
    return SecretStore("store", SecretStoreArgs(namespace=SPACE, secrets=values))


def object_store() -> ObjectStore:
    return ObjectStore(
        "object-store",
        ObjectStoreArgs(
            namespace=SPACE,
            image=image("object-store"),
            exporter_image=image("observability"),
            root_access_key=secret("access"),
            root_secret_key=secret("secret"),
            accounts={"models": Password("models").value},
        ),
    )


def buckets() -> Buckets:
    return Buckets(
        "buckets",
        BucketsArgs(
            namespace=SPACE,
            image=image("tracking"),
            endpoint="http://object-store:7070",
            access_key=secret("access"),
            secret_key=secret("secret"),
            buckets={"labels": [], "request-log": [Grant(account="models", access=["write"])]},
        ),
    )


def database() -> Database:
    return Database(
        "database",
        DatabaseArgs(
            namespace=SPACE,
            image=image("database"),
            exporter_image=image("observability"),
            superuser_password=secret("superuser"),
            owner_password=secret("owner"),
            observer_password=secret("observer"),
            databases=["mlflow", "mlflow_auth"],
            clients=[Peer(application="tracking")],
        ),
    )


def database_backup() -> DatabaseBackup:
    return DatabaseBackup(
        "backup",
        DatabaseBackupArgs(
            namespace=SPACE,
            database_image=image("database"),
            store_image=image("tracking"),
            host="database",
            owner="mlflow",
            owner_password=secret("owner"),
            databases=["mlflow", "mlflow_auth"],
            data_tables=["runs"],
            bucket="backups",
            endpoint="http://object-store:7070",
            credentials=CREDENTIALS,
            pushgateway="http://pushgateway:9091",
        ),
    )


def tracking_server() -> TrackingServer:
    return TrackingServer(
        "tracking",
        TrackingServerArgs(
            namespace=SPACE,
            image=image("tracking"),
            database=DatabaseAccess(
                host="database", user="mlflow", source="secret", password=secret("owner"), tls=False
            ),
            tracking_database="mlflow",
            auth_database="mlflow_auth",
            artifacts=StoreAccess(
                url="s3://mlflow",
                endpoint="http://object-store:7070",
                credentials=CREDENTIALS,
                port=7070,
            ),
            administrator="admin",
            administrator_password=secret("admin"),
            session_key=secret("session"),
            hosts=["mlflow.example.com"],
        ),
    )


def container_registry() -> ContainerRegistry:
    return ContainerRegistry(
        "registry",
        ContainerRegistryArgs(
            namespace=SPACE,
            image=image("registry"),
            exporter_image=image("observability"),
            node_port=30000,
        ),
    )


def model_service() -> ModelService:
    args = ModelServiceArgs(name="fraud", namespace=SPACE, image=image("fraud"))
    return ModelService("fraud", args)


def drift_monitor() -> DriftMonitor:
    return DriftMonitor(
        "fraud-drift",
        DriftMonitorArgs(
            model="fraud",
            namespace=SPACE,
            image=image("monitoring"),
            schedule="*/15 * * * *",
            version="3",
            stores=DRIFT_STORES,
            pushgateway="http://pushgateway:9091",
        ),
    )


def observability() -> Observability:
    return Observability(
        "observability",
        ObservabilityArgs(namespace=SPACE, image=image("observability"), models=[WATCHED]),
    )


def open_source_platform() -> OpenSourcePlatform:
    names = PlatformImages.__dataclass_fields__
    return OpenSourcePlatform(
        "platform",
        OpenSourcePlatformArgs(
            images=PlatformImages(**{name: image(name.replace("_", "-")) for name in names}),
            models=[RELEASED, UNRELEASED],
            node_ports=NodePorts(),
        ),
    )


CLUSTER_WORKLOADS = ClusterWorkloadsArgs(
    images=WorkloadImages(
        tracking=image("tracking"),
        monitoring=image("monitoring"),
        observability=image("observability"),
    ),
    stores=WorkloadStores(
        artifacts="wasbs://artifacts@store.blob.core.windows.net",
        request_log="wasbs://request-log@store.blob.core.windows.net",
        labels="wasbs://labels@store.blob.core.windows.net",
        monitoring="wasbs://monitoring@store.blob.core.windows.net",
    ),
    database=DatabaseAccess(
        host="db.postgres.database.azure.com", user="slipway-tracking", source="entra"
    ),
    identities={
        workload: WorkloadIdentity(
            annotations={"azure.workload.identity/client-id": f"{workload.value}-client"},
            pod_labels={"azure.workload.identity/use": "true"},
        )
        for workload in SERVICE_ACCOUNTS
    },
    tracking_secrets=TrackingSecrets(
        vault=AzureKeyVault(name="kv-ml", tenant_id="tenant", client_id="tracking-client"),
        administrator_password="tracking-administrator",  # noqa: S106 -- its name in the vault
        session_key="tracking-session",
    ),
    metrics_readers=[NamespaceReader(namespace="kube-system")],
    agent_configuration=AgentConfiguration(
        namespace="kube-system", name="ama-metrics-prometheus-config", key="prometheus-config"
    ),
    models=[RELEASED, UNRELEASED],
    model_nodes={"slipway/pool": "models"},
)
"""As on Azure, whose workloads have everything that AWS' have and labels besides."""


def cluster_workloads() -> ClusterWorkloads:
    return ClusterWorkloads("workloads", CLUSTER_WORKLOADS)


PROGRAMS: dict[str, Callable[[], object]] = {
    program.__name__: program
    for program in (
        workspace,
        secret_store,
        object_store,
        buckets,
        database,
        database_backup,
        tracking_server,
        container_registry,
        model_service,
        drift_monitor,
        observability,
        open_source_platform,
        cluster_workloads,
    )
}
