"""What every cell on Azure begins with: a group, a network, logs and a registry.

Cells with a cluster go on with `aks_foundation.py`; how their workloads reach it, from the same
stack or from another, is `aks_access.py`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import pulumi
import pulumi_azure_native as azure_native
from pulumi import ResourceOptions

from slipway.components.azure.container_registry import ContainerRegistry, ContainerRegistryArgs
from slipway.components.azure.log_workspace import LogWorkspace, LogWorkspaceArgs
from slipway.components.azure.network import ExistingNetwork, Network, NetworkArgs
from slipway.components.azure.outbound import Outbound
from slipway.components.azure.place import AzurePlace
from slipway.components.azure.private_dns import zones_for
from slipway.components.azure.resource_group import ResourceGroup, ResourceGroupArgs
from slipway.components.naming import AZURE_REGISTRY, global_name
from slipway.components.variants.profile import EnvironmentProfile
from slipway.stacks.cells.azure_checks import require_possible
from slipway.stacks.config.stack import StackConfig
from slipway.stacks.config.targets.azure import AdoptedVnet, AzureTarget
from slipway.stacks.environments import ENVIRONMENTS

_OUTBOUND: Mapping[Literal["nat-gateway", "routes", "load-balancer"], Outbound] = {
    "nat-gateway": "userAssignedNATGateway",
    "routes": "userDefinedRouting",
    "load-balancer": "loadBalancer",
}


@dataclass(frozen=True, kw_only=True)
class LandingZone:
    """A subscription's provider, a resource group, a network, logs and the registry of images."""

    place: AzurePlace
    profile: EnvironmentProfile
    name: str
    """Beginning of every name that is unique in the group alone: ``slipway-<stack>``."""
    scope: str
    """For `global_name` and for the GUIDs of role assignments: the subscription and the stack."""
    provider: azure_native.Provider
    group: ResourceGroup
    network: Network
    logs: LogWorkspace
    registry: ContainerRegistry

    def opts(self, *, depends_on: Sequence[pulumi.Resource] = ()) -> ResourceOptions:
        """Options of a component that makes Azure resources."""
        return ResourceOptions(
            providers={"azure-native": self.provider}, depends_on=list(depends_on)
        )


def landing_zone(
    config: StackConfig,
    target: AzureTarget,
    *,
    dns_zones: Sequence[str] = (),
    cluster: bool = True,
) -> LandingZone:
    """Group, network, logs and registry.

    `dns_zones` are those of the cell's own private endpoints, as `private_dns.zones_for` lists
    them; the registry's is added where it has one. `cluster` says whether the cell goes on with
    one, whose settings are then checked with the rest.

    Raises:
        ConfigError: The target asks for what can't be.
    """
    require_possible(config, target, cluster=cluster)
    profile = ENVIRONMENTS[config.platform.environment]
    name, scope = f"slipway-{config.stack}", f"{target.subscription}/{config.stack}"
    provider = azure_provider(target)
    opts = ResourceOptions(providers={"azure-native": provider})
    tags = tags_of(config)
    group = ResourceGroup(
        "group",
        ResourceGroupArgs(
            subscription=target.subscription,
            region=target.region,
            name=name,
            production=profile.production,
            tags=tags,
            adopt=target.resource_group,
        ),
        opts,
    )
    place = AzurePlace(
        subscription=target.subscription,
        tenant=target.tenant,
        region=target.region,
        resource_group=group.name,
        tags=tags,
    )
    private = zones_for("registry") if _is_private(target, profile) else ()
    network = Network(
        "network", _network(target, place, name, [*dict.fromkeys([*dns_zones, *private])]), opts
    )
    logs = LogWorkspace(
        "logs",
        LogWorkspaceArgs(
            place=place, name=f"{name}-logs", days=profile.log_days, adopt=target.adopt.logs
        ),
        opts,
    )
    return LandingZone(
        place=place,
        profile=profile,
        name=name,
        scope=scope,
        provider=provider,
        group=group,
        network=network,
        logs=logs,
        registry=ContainerRegistry(
            "registry",
            ContainerRegistryArgs(
                place=place,
                registry=global_name(AZURE_REGISTRY, "slipway", config.stack, scope=scope),
                logs=logs.id,
                production=profile.production,
                access=network.access if private else None,
                open_to=target.cluster.api_server.allowed_cidrs,
                adopt=target.adopt.registry,
            ),
            opts,
        ),
    )


def azure_provider(target: AzureTarget) -> azure_native.Provider:
    """The subscription that everything is made in."""
    return azure_native.Provider(
        "azure",
        subscription_id=target.subscription,
        tenant_id=target.tenant,
        location=target.region,
    )


def tags_of(config: StackConfig) -> Mapping[str, str]:
    """What every resource of a stack carries."""
    return {
        **config.platform.tags,
        # No colon: some of Azure's services refuse it in a tag's name.
        "slipway-stack": config.stack,
        "slipway-environment": config.platform.environment,
    }


def _is_private(target: AzureTarget, profile: EnvironmentProfile) -> bool:
    """A private address costs a Premium registry; development does without."""
    return profile.production and target.adopt.registry is None


def _network(
    target: AzureTarget, place: AzurePlace, name: str, dns_zones: Sequence[str]
) -> NetworkArgs:
    adopted = target.network.adopt
    return NetworkArgs(
        place=place,
        name=name,
        cidr=target.network.cidr,
        zones=target.zones,
        dns_zones=dns_zones,
        adopted_dns_zones={} if adopted is None else adopted.dns_zones,
        adopt=None if adopted is None else _existing(adopted),
    )


def _existing(adopted: AdoptedVnet) -> ExistingNetwork:
    return ExistingNetwork(
        vnet=adopted.vnet,
        nodes_subnet=adopted.nodes_subnet,
        endpoints_subnet=adopted.endpoints_subnet,
        database_subnet=adopted.database_subnet,
        api_server_subnet=adopted.api_server_subnet,
        outbound=_OUTBOUND[adopted.outbound],
    )
