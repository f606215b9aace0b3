"""The variant that needs nothing but a Kubernetes cluster."""

from collections.abc import Mapping

import pulumi
from pulumi import Output, ResourceOptions

from slipway.components.kubernetes.backends import DatabaseAccess, StoreAccess
from slipway.components.kubernetes.buckets import Buckets, BucketsArgs
from slipway.components.kubernetes.container_registry import (
    ContainerRegistry,
    ContainerRegistryArgs,
)
from slipway.components.kubernetes.database import OWNER, Database, DatabaseArgs
from slipway.components.kubernetes.database_backup import DatabaseBackup, DatabaseBackupArgs
from slipway.components.kubernetes.network import Peer
from slipway.components.kubernetes.object_store import PORT as OBJECT_STORE_PORT
from slipway.components.kubernetes.object_store import ObjectStore, ObjectStoreArgs
from slipway.components.kubernetes.observability import Observability, ObservabilityArgs
from slipway.components.kubernetes.secret_store import SecretStore
from slipway.components.kubernetes.tracking_server import TrackingServer, TrackingServerArgs
from slipway.components.kubernetes.workspace import Workspace, WorkspaceArgs
from slipway.components.variants.open_source_args import OpenSourcePlatformArgs
from slipway.components.variants.open_source_buckets import GRANTS
from slipway.components.variants.open_source_models import open_source_surroundings
from slipway.components.variants.open_source_secrets import (
    BACKUP,
    DATABASE_PASSWORDS,
    DRIFT,
    MODELS,
    OPERATOR,
    TRACKING,
    GeneratedSecrets,
)
from slipway.components.variants.open_source_urls import (
    PLATFORM_NAMESPACE,
    platform_urls,
    registry_port,
)
from slipway.components.variants.platform import (
    Login,
    ObjectStoreKeys,
    PlatformUrls,
    ServedModel,
)
from slipway.components.variants.served_models import served_models
from slipway.components.variants.watched_models import MODELS_NAMESPACE, watched_models

ADMINISTRATOR = "admin"
DATABASES = ("mlflow", "mlflow_auth")
DATA_TABLES = ("runs", "registered_models")
"""Tables without rows as long as nobody has tracked or registered anything."""


class OpenSourcePlatform(pulumi.ComponentResource):
    """Tracking, registry, storage, serving and watching, all inside one cluster."""

    tracking_url: Output[str]
    """Base address of the tracking server as the operator reaches it."""

    model_registry_uri: Output[str]
    """The tracking server is the model registry too."""

    urls: PlatformUrls
    """Addresses as the operator reaches them."""

    models: Mapping[str, ServedModel]
    """The released models by name."""

    tracking_login: Login
    """The first administrator, with a generated password."""

    object_store_keys: ObjectStoreKeys
    """Root keys of the object store, generated."""

    def __init__(
        self, name: str, args: OpenSourcePlatformArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("slipway:index:OpenSourcePlatform", name, {}, opts)
        self._args, self._child = args, ResourceOptions(parent=self)
        space = Workspace("platform", WorkspaceArgs(namespace=PLATFORM_NAMESPACE), self._child)
        models = Workspace(
            "models",
            WorkspaceArgs(namespace=MODELS_NAMESPACE, quota=args.models_quota),
            self._child,
        )
        secrets = GeneratedSecrets.make(
            "generated", self._child, database_rotation=args.database_rotation
        )
        store = secrets.platform_store(space.namespace, self._child)
        objects = self._object_store(space, store, secrets)
        buckets = self._buckets(space, store, objects)
        if args.registry is None:
            ContainerRegistry("registry", self._registry(space), self._child)
        observability = Observability("observability", self._observability(space), self._child)
        database = self._database(space, store, objects, observability)
        after = ResourceOptions(parent=self, depends_on=[database, buckets])
        TrackingServer("tracking", self._tracking(space, store, objects, database), after)
        self.models = served_models(
            args.models,
            open_source_surroundings(
                namespace=models.namespace,
                image=args.images.monitoring,
                secrets=secrets.models_store(models.namespace, self._child),
                endpoint=objects.endpoint,
                pushgateway=observability.pushgateway_url,
                host=None if args.node_ports is None else args.node_ports.host,
                node_labels=args.model_nodes,
            ),
            ResourceOptions(parent=self, depends_on=[buckets]),
        )
        self.urls = platform_urls(args)
        self.tracking_url = self.urls.tracking
        self.model_registry_uri = self.urls.tracking
        self.tracking_login = Login(
            username=Output.from_input(ADMINISTRATOR), password=secrets.values["tracking-admin"]
        )
        self.object_store_keys = ObjectStoreKeys(
            access_key_id=Output.from_input(OPERATOR),
            secret_access_key=secrets.key_of(OPERATOR),
        )
        self.register_outputs({"trackingUrl": self.tracking_url})

    def _object_store(
        self, space: Workspace, store: SecretStore, secrets: GeneratedSecrets
    ) -> ObjectStore:
        args = self._args
        return ObjectStore(
            "object-store",
            ObjectStoreArgs(
                namespace=space.namespace,
                image=args.images.object_store,
                exporter_image=args.images.observability,
                root_access_key=store.reference("object-store-root", "access"),
                root_secret_key=store.reference("object-store-root", "secret"),
                accounts={one: secrets.key_of(one) for one in (TRACKING, MODELS, DRIFT, BACKUP)},
                storage=args.storage.object_store,
                storage_class=args.storage_class,
                node_port=None if args.node_ports is None else args.node_ports.object_store,
            ),
            self._child,
        )

    def _buckets(self, space: Workspace, store: SecretStore, objects: ObjectStore) -> Buckets:
        return Buckets(
            "buckets",
            BucketsArgs(
                namespace=space.namespace,
                image=self._args.images.tracking,
                endpoint=objects.endpoint,
                access_key=store.reference("object-store-root", "access"),
                secret_key=store.reference("object-store-root", "secret"),
                buckets=GRANTS,
            ),
            ResourceOptions(parent=self, depends_on=[objects]),
        )

    def _registry(self, space: Workspace) -> ContainerRegistryArgs:
        args = self._args
        return ContainerRegistryArgs(
            namespace=space.namespace,
            image=args.images.registry,
            exporter_image=args.images.observability,
            storage=args.storage.registry,
            storage_class=args.storage_class,
            node_port=registry_port(args),
        )

    def _observability(self, space: Workspace) -> ObservabilityArgs:
        args, ports = self._args, self._args.node_ports
        return ObservabilityArgs(
            namespace=space.namespace,
            image=args.images.observability,
            models=watched_models(args.models),
            absent=() if args.registry is None else ("registry",),
            storage=args.storage.prometheus,
            storage_class=args.storage_class,
            retention=args.metrics_retention,
            webhook_url=args.alert_webhook_url,
            prometheus_node_port=None if ports is None else ports.prometheus,
            alertmanager_node_port=None if ports is None else ports.alertmanager,
        )

    def _database(
        self,
        space: Workspace,
        store: SecretStore,
        objects: ObjectStore,
        observability: Observability,
    ) -> Database:
        args = self._args
        database = Database(
            "database",
            DatabaseArgs(
                namespace=space.namespace,
                image=args.images.database,
                exporter_image=args.images.observability,
                superuser_password=store.reference(DATABASE_PASSWORDS, "superuser"),
                owner_password=store.reference(DATABASE_PASSWORDS, "owner"),
                observer_password=store.reference(DATABASE_PASSWORDS, "observer"),
                databases=DATABASES,
                clients=[Peer(application="tracking"), Peer(application="database-backup")],
                storage=args.storage.database,
                storage_class=args.storage_class,
            ),
            ResourceOptions(parent=self, depends_on=[store]),
        )
        DatabaseBackup(
            "backup",
            DatabaseBackupArgs(
                namespace=space.namespace,
                database_image=args.images.database,
                store_image=args.images.tracking,
                host=database.host,
                owner=OWNER,
                owner_password=store.reference(DATABASE_PASSWORDS, "owner"),
                databases=DATABASES,
                data_tables=DATA_TABLES,
                bucket="backups",
                endpoint=objects.endpoint,
                credentials=store.environment("backup-account"),
                pushgateway=observability.pushgateway_url,
                schedule=args.backup_schedule,
            ),
            self._child,
        )
        return database

    def _tracking(
        self, space: Workspace, store: SecretStore, objects: ObjectStore, database: Database
    ) -> TrackingServerArgs:
        args = self._args
        return TrackingServerArgs(
            namespace=space.namespace,
            image=args.images.tracking,
            database=DatabaseAccess(
                host=database.host,
                user=OWNER,
                source="secret",
                password=store.reference(DATABASE_PASSWORDS, "owner"),
                tls=False,  # inside the cluster, between two of its own pods
            ),
            tracking_database=DATABASES[0],
            auth_database=DATABASES[1],
            artifacts=StoreAccess(
                url="s3://mlflow",
                endpoint=objects.endpoint,
                credentials=store.environment("tracking-account"),
                port=OBJECT_STORE_PORT,
            ),
            administrator=ADMINISTRATOR,
            administrator_password=store.reference("tracking", "admin"),
            session_key=store.reference("tracking", "session"),
            node_port=None if args.node_ports is None else args.node_ports.tracking,
        )
