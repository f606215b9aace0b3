"""PostgreSQL flexible server: private, login by Entra alone, backed up."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
from pulumi import Input, Output, ResourceOptions
from pulumi_azure_native import dbforpostgresql as postgres

from slipway.components.azure.delete_lock import delete_lock
from slipway.components.azure.diagnostics import send_logs
from slipway.components.azure.known_after import known_after, known_id
from slipway.components.azure.place import AzurePlace, adopted
from slipway.components.ownership import ignored
from slipway.components.variants.profile import EnvironmentProfile

LOGGED = ("PostgreSQLLogs",)

SETTINGS = {
    "require_secure_transport": "on",
    "ssl_min_protocol_version": "TLSv1.2",
    "log_connections": "on",
    "log_disconnections": "on",
    "log_checkpoints": "on",
    # Slows a client down that guesses.
    "connection_throttle.enable": "on",
}
"""Server parameters that differ from the vendor's defaults, or must stay what they are."""

_TIERS = {
    "B": postgres.SkuTier.BURSTABLE,
    "D": postgres.SkuTier.GENERAL_PURPOSE,
    "E": postgres.SkuTier.MEMORY_OPTIMIZED,
}


class HomelessDatabaseError(ValueError):
    """Neither a place for a server of one's own was given nor a server."""

    def __init__(self) -> None:
        super().__init__(
            "database: got neither a home nor a server to adopt; expected one of them."
            " Name a subnet that is delegated to Microsoft.DBforPostgreSQL/flexibleServers."
        )


class DatabaseSizeError(ValueError):
    """A size that no tier of the service has, or one that can't do what production asks."""

    def __init__(self, size: str, rule: str) -> None:
        super().__init__(
            f"target.database.size: got {size}; expected {rule}."
            " `az postgres flexible-server list-skus --location <region>` lists them."
        )


@dataclass(frozen=True, kw_only=True)
class EntraAdministrator:
    """The one identity that makes roles; its name is its user name."""

    name: Input[str]
    object_id: Input[str]


@dataclass(frozen=True, kw_only=True)
class DatabaseHome:
    """What a server of one's own needs of its surroundings."""

    subnet: Input[str]
    """Delegated to ``Microsoft.DBforPostgreSQL/flexibleServers``."""
    dns_zone: Input[str]
    """Id of a private zone that ends in ``.postgres.database.azure.com``."""
    administrator: EntraAdministrator


@dataclass(frozen=True, kw_only=True)
class AdoptedDatabase:
    """A server that exists, with both databases in it."""

    id: str
    host: str


@dataclass(frozen=True, kw_only=True)
class AzureDatabaseArgs:
    """The server's name is worldwide, so whoever calls derives it; see `components/naming.py`."""

    place: AzurePlace
    server: str
    profile: EnvironmentProfile
    storage_gb: int
    databases: Sequence[str]
    home: DatabaseHome | None
    """None where the server is adopted."""
    log_workspace: Input[str]
    size: str | None = None  # None: what the environment says
    adopt: AdoptedDatabase | None = None


class AzureDatabase(pulumi.ComponentResource):
    """No password exists: each connection brings a token, and TLS is not negotiable."""

    host: Output[str]
    """Known only once the databases are there."""

    server_id: Output[str]
    """For alerts."""

    def __init__(
        self, name: str, args: AzureDatabaseArgs, opts: ResourceOptions | None = None
    ) -> None:
        size = args.profile.database_size.azure if args.size is None else args.size
        tier = _tier(size, args.profile)
        existing = None if args.adopt is None else adopted(args.adopt.id)
        super().__init__("slipway:azure:Database", name, {}, opts)
        if args.adopt is not None and existing is not None:
            self.server_id = Output.from_input(existing.id)
            self.host = Output.from_input(args.adopt.host)
        elif args.home is None:
            raise HomelessDatabaseError
        else:
            server = self._server(name, args, args.home, postgres.SkuArgs(name=size, tier=tier))
            last = self._inside(name, args, args.home.administrator, server)
            self.server_id = _id(server, args)
            self.host = known_after(last, f"{args.server}.postgres.database.azure.com")
        self.register_outputs({"host": self.host})

    def _server(
        self, name: str, args: AzureDatabaseArgs, home: DatabaseHome, sku: postgres.SkuArgs
    ) -> postgres.Server:
        production = args.profile.production
        server = postgres.Server(
            f"{name}-server",
            server_name=args.server,
            resource_group_name=args.place.resource_group,
            location=args.place.region,
            version=postgres.PostgresMajorVersion.POSTGRES_MAJOR_VERSION_16,
            create_mode=postgres.CreateMode.CREATE,
            sku=sku,
            storage=postgres.StorageArgs(
                storage_size_gb=args.storage_gb, auto_grow=postgres.StorageAutoGrow.ENABLED
            ),
            backup=postgres.BackupArgs(
                backup_retention_days=args.profile.backup_days,
                geo_redundant_backup=_geo(production=production),
            ),
            high_availability=postgres.HighAvailabilityArgs(mode=_standby(production=production)),
            network=postgres.NetworkArgs(
                delegated_subnet_resource_id=home.subnet,
                private_dns_zone_arm_resource_id=home.dns_zone,
                public_network_access=postgres.ServerPublicNetworkAccessState.DISABLED,
            ),
            auth_config=postgres.AuthConfigArgs(
                active_directory_auth=postgres.MicrosoftEntraAuth.ENABLED,
                password_auth=postgres.PasswordBasedAuth.DISABLED,
                tenant_id=args.place.tenant,
            ),
            tags=args.place.tags,
            opts=ResourceOptions(
                parent=self,
                protect=production,
                ignore_changes=ignored("azure-native:dbforpostgresql:Server"),
            ),
        )
        if production:
            delete_lock(f"{name}-lock", _id(server, args), ResourceOptions(parent=self))
        send_logs(
            f"{name}-logs",
            resource=_id(server, args),
            workspace=args.log_workspace,
            categories=LOGGED,
            opts=ResourceOptions(parent=self),
        )
        return server

    def _inside(
        self,
        name: str,
        args: AzureDatabaseArgs,
        administrator: EntraAdministrator,
        server: postgres.Server,
    ) -> pulumi.Resource:
        """Administrator, settings and databases, each after the one before.

        A server that is being changed refuses a second change.
        """
        group = args.place.resource_group
        last: pulumi.Resource = postgres.AdministratorsMicrosoftEntra(
            f"{name}-administrator",
            object_id=administrator.object_id,
            principal_name=administrator.name,
            # The SDK's enum of this name is another resource's, with other values.
            principal_type="ServicePrincipal",
            tenant_id=args.place.tenant,
            server_name=known_after(server, args.server),
            resource_group_name=group,
            opts=ResourceOptions(parent=self),
        )
        for setting, value in SETTINGS.items():
            last = postgres.Configuration(
                f"{name}-{setting}",
                configuration_name=setting,
                value=value,
                source="user-override",
                server_name=known_after(server, args.server),
                resource_group_name=group,
                opts=ResourceOptions(parent=self, depends_on=[last]),
            )
        for database in args.databases:
            last = postgres.Database(
                f"{name}-{database}",
                database_name=database,
                charset="UTF8",
                collation="en_US.utf8",
                server_name=known_after(server, args.server),
                resource_group_name=group,
                opts=ResourceOptions(
                    parent=self, depends_on=[last], protect=args.profile.production
                ),
            )
        return last


def _id(server: postgres.Server, args: AzureDatabaseArgs) -> Output[str]:
    kind = "Microsoft.DBforPostgreSQL/flexibleServers"
    return known_id(server, args.place, kind, args.server)


def _tier(size: str, profile: EnvironmentProfile) -> postgres.SkuTier:
    tier = _TIERS.get(size.removeprefix("Standard_")[:1])
    if tier is None:
        raise DatabaseSizeError(size, "Standard_ and a size of the families B, D or E")
    if profile.production and tier is postgres.SkuTier.BURSTABLE:
        raise DatabaseSizeError(
            size, f"a size of the families D or E in {profile.name}: B has no standby"
        )
    return tier


def _geo(*, production: bool) -> postgres.GeographicallyRedundantBackup:
    choices = postgres.GeographicallyRedundantBackup
    return choices.ENABLED if production else choices.DISABLED


def _standby(*, production: bool) -> postgres.PostgreSqlFlexibleServerHighAvailabilityMode:
    choices = postgres.PostgreSqlFlexibleServerHighAvailabilityMode
    return choices.ZONE_REDUNDANT if production else choices.DISABLED
