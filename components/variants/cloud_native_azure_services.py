"""The Azure services around the cluster of the cloud-native platform."""

from collections.abc import Sequence

import pulumi
from pulumi import Output, ResourceOptions

from slipway.components.access.matrix import Store, Workload
from slipway.components.azure.database import (
    AzureDatabase,
    AzureDatabaseArgs,
    DatabaseHome,
    EntraAdministrator,
)
from slipway.components.azure.database_alerts import database_alerts
from slipway.components.azure.grafana import Grafana, GrafanaArgs
from slipway.components.azure.key_vault import AzureKeyVaultArgs, AzureKeyVaultStore
from slipway.components.azure.metrics import AzureMetrics, AzureMetricsArgs
from slipway.components.azure.object_store import AzureObjectStore, AzureObjectStoreArgs
from slipway.components.azure.place import adopted
from slipway.components.naming import (
    GRAFANA,
    KEY_VAULT,
    POSTGRES_SERVER,
    STORAGE_ACCOUNT,
    global_name,
)
from slipway.components.variants.cloud_native_azure_args import (
    ADMINISTRATOR,
    SESSION_KEY,
    AzureServicesArgs,
    ServiceFacts,
)
from slipway.components.variants.cloud_native_azure_identities import (
    AzureIdentities,
    AzureIdentitiesArgs,
)
from slipway.components.variants.cluster_workloads_args import DATABASES


class CloudNativeAzureServices(pulumi.ComponentResource):
    """Stores, database, vault and metrics, and an identity for each workload that uses them."""

    facts: ServiceFacts
    """What the workloads need; nothing of it is a secret."""

    administrator_password: Output[str] | None
    """Of the tracking server's first user, a secret output; None where the vault is adopted."""

    metrics: AzureMetrics
    """Where metrics go, and who is told."""

    dashboards_url: Output[str] | None
    """Grafana's address; None where nobody asked for it."""

    ready: Sequence[pulumi.Resource]
    """Workloads wait for these: their rights, and what they reach by private names."""

    def __init__(
        self, name: str, args: AzureServicesArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("slipway:azure:CloudNativeServices", name, {}, opts)
        self._args, self._child = args, ResourceOptions(parent=self)
        store = AzureObjectStore("store", self._object_store(), self._child)
        vault = AzureKeyVaultStore("vault", self._key_vault(), self._child)
        identities = AzureIdentities("identities", self._identities(store, vault), self._child)
        database = AzureDatabase("database", self._database(identities), self._child)
        self.metrics = AzureMetrics("metrics", self._metrics(), self._child)
        self.dashboards_url = self._dashboards()
        self._watch(database)
        self.administrator_password = vault.values.get(ADMINISTRATOR)
        self.facts = self._facts(store, vault, identities, database)
        self.ready = [store, vault, identities, database]
        self.register_outputs({"databaseHost": database.host})

    def _object_store(self) -> AzureObjectStoreArgs:
        args = self._args
        return AzureObjectStoreArgs(
            place=args.place,
            account=global_name(STORAGE_ACCOUNT, args.name, scope=args.scope),
            profile=args.profile,
            access=args.network.access,
            log_workspace=args.log_workspace,
            allowed_cidrs=args.network.allowed_cidrs,
            adopt=args.adopt.storage,
        )

    def _key_vault(self) -> AzureKeyVaultArgs:
        args = self._args
        return AzureKeyVaultArgs(
            place=args.place,
            vault=global_name(KEY_VAULT, args.name, scope=args.scope),
            profile=args.profile,
            access=args.network.access,
            log_workspace=args.log_workspace,
            secrets=(ADMINISTRATOR, SESSION_KEY),
            generation=args.secrets_generation,
            allowed_cidrs=args.network.allowed_cidrs,
            recover=args.recover_vault,
            adopt=args.adopt.vault,
        )

    def _identities(
        self, store: AzureObjectStore, vault: AzureKeyVaultStore
    ) -> AzureIdentitiesArgs:
        args, account = self._args, self._args.adopt.storage
        return AzureIdentitiesArgs(
            place=args.place,
            name=args.name,
            scope=args.scope,
            issuer=args.cluster.issuer,
            containers={one: at.id for one, at in store.locations.items()},
            containers_group=args.group_id if account is None else adopted(account).group_id,
            secrets=vault.secret_ids,
            registry=args.registry_id,
            database=args.adopt.database is None,
            release_principal=args.release_principal,
        )

    def _database(self, identities: AzureIdentities) -> AzureDatabaseArgs:
        args = self._args
        return AzureDatabaseArgs(
            place=args.place,
            server=global_name(POSTGRES_SERVER, args.name, scope=args.scope),
            profile=args.profile,
            size=args.database.size,
            storage_gb=args.database.storage_gb,
            databases=DATABASES,
            home=self._home(identities),
            log_workspace=args.log_workspace,
            adopt=args.adopt.database,
        )

    def _home(self, identities: AzureIdentities) -> DatabaseHome | None:
        network, roles = self._args.network, identities.of.get(Workload.DATABASE_ROLES)
        if network.database_subnet is None or network.database_zone is None or roles is None:
            return None
        return DatabaseHome(
            subnet=network.database_subnet,
            dns_zone=network.database_zone,
            administrator=EntraAdministrator(
                name=identities.name_of(Workload.DATABASE_ROLES), object_id=roles.principal_id
            ),
        )

    def _metrics(self) -> AzureMetricsArgs:
        args = self._args
        return AzureMetricsArgs(
            place=args.place,
            workspace=args.name,
            cluster=args.cluster.id,
            email=args.alert_email,
            adopt=args.adopt.metrics_workspace,
        )

    def _dashboards(self) -> Output[str] | None:
        args = self._args
        if args.grafana_administrators is None:
            return None
        return Grafana(
            "grafana",
            GrafanaArgs(
                place=args.place,
                name=global_name(GRAFANA, args.name, scope=args.scope),
                scope=args.scope,
                metrics_workspace=self.metrics.workspace_id,
                production=args.profile.production,
                administrators=args.grafana_administrators,
            ),
            self._child,
        ).url

    def _watch(self, database: AzureDatabase) -> None:
        """An adopted server is watched by whoever runs it."""
        if self._args.adopt.database is None:
            database_alerts(
                "database",
                place=self._args.place,
                server=database.server_id,
                actions=self.metrics.actions,
                opts=self._child,
            )

    def _facts(
        self,
        store: AzureObjectStore,
        vault: AzureKeyVaultStore,
        identities: AzureIdentities,
        database: AzureDatabase,
    ) -> ServiceFacts:
        at, ids = store.locations, identities.client_ids
        query, roles = self.metrics.query_url, ids.get(Workload.DATABASE_ROLES)
        return ServiceFacts(
            # MLflow's client for abfss is refused by an account with soft delete.
            artifacts_url=at[Store.ARTIFACTS].wasbs_url,
            request_log_url=at[Store.REQUEST_LOG].url,
            labels_url=at[Store.LABELS].url,
            monitoring_url=at[Store.MONITORING].url,
            database_host=database.host,
            database_user=identities.name_of(Workload.TRACKING),
            vault=vault.vault,
            tracking_client_id=ids[Workload.TRACKING],
            tracking_object_id=identities.of[Workload.TRACKING].principal_id,
            model_service_client_id=ids[Workload.MODEL_SERVICE],
            drift_monitor_client_id=ids[Workload.DRIFT_MONITOR],
            metrics_url=self.metrics.workspace_id if query is None else query,
            database_administrator=""
            if roles is None
            else identities.name_of(Workload.DATABASE_ROLES),
            database_administrator_client_id="" if roles is None else roles,
        )
