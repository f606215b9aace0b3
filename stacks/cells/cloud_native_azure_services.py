"""From the target's config to what the cloud-native services on Azure are told."""

from dataclasses import replace

from slipway.components.azure.database import AdoptedDatabase
from slipway.components.azure.private_dns import zones_for
from slipway.components.naming import POSTGRES_SERVER, global_name
from slipway.components.variants.cloud_native_azure_args import (
    AdoptedServices,
    AksFacts,
    AzureServicesArgs,
    DatabaseWishes,
    NetworkFacts,
)
from slipway.stacks.cells.aks_foundation import AksFoundation
from slipway.stacks.cells.azure_foundation import LandingZone
from slipway.stacks.config.faults import ConfigError, Fault
from slipway.stacks.config.stack import StackConfig
from slipway.stacks.config.targets.azure import AzureTarget

_ZONE = ".private.postgres.database.azure.com"
_LABEL = replace(POSTGRES_SERVER, kind="zone of a PostgreSQL flexible server")
"""No server may be called like the zone's first label, so its ending is another one."""


def require_possible(config: StackConfig, target: AzureTarget) -> None:
    """Does nothing for a target whose services have a place to be made in.

    Raises:
        ConfigError: An adopted network has no subnet for the database.
    """
    network = target.network.adopt
    homeless = network is not None and network.database_subnet is None
    if homeless and target.database.adopt is None:
        fault = Fault(
            path="platform.target.network.adopt.databaseSubnet",
            value="nothing",
            rule="a subnet's id, delegated to Microsoft.DBforPostgreSQL/flexibleServers",
            remedy="Name one, or adopt a server: platform.target.database.adopt.",
        )
        raise ConfigError(f"Pulumi.{config.stack}.yaml", [fault])


def dns_zones(config: StackConfig, target: AzureTarget) -> list[str]:
    """The zones of the services that are made, each with a private address."""
    adopt = target.adopt
    groups = [
        *(("blob", "dfs") if adopt.storage is None else ()),
        *(("vault",) if adopt.vault is None else ()),
    ]
    own = [] if target.database.adopt is not None else [_database_zone(config, target)]
    return [*zones_for(*groups), *own]


def services_args(
    config: StackConfig, target: AzureTarget, foundation: AksFoundation
) -> AzureServicesArgs:
    """The services' args for this network and cluster."""
    zone, cluster, grafana = foundation.zone, foundation.cluster, target.grafana
    return AzureServicesArgs(
        place=zone.place,
        name=zone.name,
        scope=zone.scope,
        group_id=zone.group.id,
        profile=zone.profile,
        network=_network(config, target, zone),
        cluster=AksFacts(id=cluster.id, issuer=cluster.oidc_issuer),
        log_workspace=zone.logs.id,
        registry_id=zone.registry.id,
        database=DatabaseWishes(size=target.database.size, storage_gb=target.database.storage_gb),
        secrets_generation=target.secrets_generation,
        recover_vault=target.recover_vault,
        alert_email=target.alerts.email,
        release_principal=target.release_principal,
        grafana_administrators=None if grafana is None else grafana.administrators,
        adopt=_adopted(target),
    )


def _network(config: StackConfig, target: AzureTarget, zone: LandingZone) -> NetworkFacts:
    zones = zone.network.access.zones
    return NetworkFacts(
        access=zone.network.access,
        database_subnet=zone.network.database_subnet,
        database_zone=zones.get(_database_zone(config, target)),
        # Whoever works from outside of the network needs all of its doors.
        allowed_cidrs=target.cluster.api_server.allowed_cidrs,
    )


def _database_zone(config: StackConfig, target: AzureTarget) -> str:
    scope = f"{target.subscription}/{config.stack}"
    return global_name(_LABEL, "slipway", config.stack, scope=scope) + _ZONE


def _adopted(target: AzureTarget) -> AdoptedServices:
    adopt, server = target.adopt, target.database.adopt
    return AdoptedServices(
        storage=adopt.storage,
        database=None if server is None else AdoptedDatabase(id=server.id, host=server.host),
        vault=adopt.vault,
        metrics_workspace=adopt.metrics_workspace,
    )
