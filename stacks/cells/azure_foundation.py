"""What every cell on Azure begins with: a group, a network, logs and a registry.

Cells with a cluster go on with `aks_foundation.py`; how their workloads reach it, from the same
stack or from another, is `aks_access.py`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import pulumi
import pulumi_azure_native as azure_native
from pulumi import ResourceOptions

from slipway.components.azure.container_registry import ContainerRegistry, ContainerRegistryArgs
from slipway.components.azure.flow_logs import FlowLogs
from slipway.components.azure.log_workspace import LogWorkspace, LogWorkspaceArgs
from slipway.components.azure.network import ExistingNetwork, Network, NetworkArgs
from slipway.components.azure.outbound import Outbound
from slipway.components.azure.place import AzurePlace
from slipway.components.azure.private_dns import zones_for
from slipway.components.azure.resource_group import ResourceGroup, ResourceGroupArgs
from slipway.components.variants.profile import EnvironmentProfile
from slipway.stacks.cells.azure_checks import require_possible
from slipway.stacks.cells.azure_names import base_name, name_scope, registry_name
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
    private_registry: bool = False,
) -> LandingZone:
    """Group, network, logs and registry.

    `dns_zones` are those of the cell's own private endpoints, as `private_dns.zones_for` lists
    them; the registry's is added where it has one: in production, and with `private_registry`.
    `cluster` says whether the cell goes on with one, whose settings are then checked with the rest.

    Raises:
        ConfigError: The target asks for what can't be.
    """
    require_possible(config, target, cluster=cluster)
    profile = ENVIRONMENTS[config.platform.environment]
    provider = azure_provider(target)
    opts = ResourceOptions(providers={"azure-native": provider})
    group = ResourceGroup("group", _group(config, target, profile), opts)
    place, name = _place(config, target, group), base_name(config.stack)
    logs = LogWorkspace("logs", _logs(target, place, name, profile), opts)
    private = (profile.production or private_registry) and target.adopt.registry is None
    zones = [*dict.fromkeys([*dns_zones, *(zones_for("registry") if private else ())])]
    network = Network(
        "network",
        replace(
            _network(target, place, name, zones=zones, logs=logs, profile=profile), way_out=cluster
        ),
        opts,
    )
    registry = ContainerRegistryArgs(
        place=place,
        registry=registry_name(config.stack, target),
        logs=logs.id,
        production=profile.production,
        access=network.access if private else None,
        open_to=target.cluster.api_server.allowed_cidrs,
        adopt=target.adopt.registry,
    )
    return LandingZone(
        place=place,
        profile=profile,
        name=name,
        scope=name_scope(config.stack, target),
        provider=provider,
        group=group,
        network=network,
        logs=logs,
        registry=ContainerRegistry("registry", registry, opts),
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


def _group(
    config: StackConfig, target: AzureTarget, profile: EnvironmentProfile
) -> ResourceGroupArgs:
    return ResourceGroupArgs(
        subscription=target.subscription,
        region=target.region,
        name=base_name(config.stack),
        production=profile.production,
        tags=tags_of(config),
        adopt=target.resource_group,
    )


def _place(config: StackConfig, target: AzureTarget, group: ResourceGroup) -> AzurePlace:
    return AzurePlace(
        subscription=target.subscription,
        tenant=target.tenant,
        region=target.region,
        resource_group=group.name,
        tags=tags_of(config),
    )


def _logs(
    target: AzureTarget, place: AzurePlace, name: str, profile: EnvironmentProfile
) -> LogWorkspaceArgs:
    return LogWorkspaceArgs(
        place=place, name=f"{name}-logs", days=profile.log_days, adopt=target.adopt.logs
    )


def _network(
    target: AzureTarget,
    place: AzurePlace,
    name: str,
    *,
    zones: Sequence[str],
    logs: LogWorkspace,
    profile: EnvironmentProfile,
) -> NetworkArgs:
    adopted, storage = target.network.adopt, target.network.flow_logs
    return NetworkArgs(
        place=place,
        name=name,
        cidr=target.network.cidr,
        zones=target.zones,
        dns_zones=zones,
        adopted_dns_zones={} if adopted is None else adopted.dns_zones,
        flow_logs=None
        if storage is None
        else FlowLogs(storage=storage, logs=logs.id, days=profile.log_days),
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
