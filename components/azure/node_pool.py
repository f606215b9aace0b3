"""Nodes of one kind: autoscaled over all zones, encrypted, without a public address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pulumi import Input, ResourceOptions
from pulumi_azure_native import containerservice as aks

from slipway.components.ownership import ignored

POOL_LABEL = "slipway.dev/pool"
"""Says of a node which pool it is of."""
_MAX_PODS = 110


@dataclass(frozen=True, kw_only=True)
class NodePool:
    """The autoscaler keeps the number of nodes between the bounds."""

    size: str
    min: int
    max: int
    disk_gb: int
    spot: bool = False


@dataclass(frozen=True, kw_only=True)
class NodeSettings:
    """What all pools of a cluster share."""

    version: str
    subnet: Input[str]
    zones: Sequence[str]
    tags: Mapping[str, str]


def system_pool(pool: NodePool, settings: NodeSettings) -> aks.ManagedClusterAgentPoolProfileArgs:
    """The pool that a cluster is made with: it runs the cluster itself.

    Raises:
        ValueError: The bounds or the price make it a pool that a cluster can't live on.
    """
    if pool.min < 1 or pool.spot:
        found = "spot nodes" if pool.spot else f"min {pool.min}"
        raise ValueError(
            f"cluster.pools.system: got {found}; expected at least one node that the cloud doesn't"
            " take back. The cluster's own parts run there."
        )
    return aks.ManagedClusterAgentPoolProfileArgs(
        name="system",
        mode="System",
        type="VirtualMachineScaleSets",
        vm_size=pool.size,
        count=pool.min,
        min_count=pool.min,
        max_count=pool.max,
        enable_auto_scaling=True,
        availability_zones=list(settings.zones),
        vnet_subnet_id=settings.subnet,
        orchestrator_version=settings.version,
        os_type="Linux",
        os_sku="Ubuntu",
        os_disk_size_gb=pool.disk_gb,
        os_disk_type="Managed",
        max_pods=_MAX_PODS,
        enable_encryption_at_host=True,
        enable_node_public_ip=False,
        upgrade_settings=_surge(),
        node_labels={POOL_LABEL: "system"},
        tags=settings.tags,
    )


def models_pool(
    name: str,
    pool: NodePool,
    settings: NodeSettings,
    *,
    cluster: Input[str],
    resource_group: Input[str],
    opts: ResourceOptions,
) -> aks.AgentPool:
    """The pool of the models: a resource of its own, so that another machine type replaces it.

    Azure taints spot nodes, so only pods that say they bear it land there.
    """
    return aks.AgentPool(
        name,
        agent_pool_name="models",
        resource_name_=cluster,
        resource_group_name=resource_group,
        mode="User",
        type="VirtualMachineScaleSets",
        vm_size=pool.size,
        count=pool.min,
        min_count=pool.min,
        max_count=pool.max,
        enable_auto_scaling=True,
        scale_set_priority="Spot" if pool.spot else "Regular",
        scale_set_eviction_policy="Delete" if pool.spot else None,
        # -1: up to the price of a node that isn't spot, so only capacity takes one away.
        spot_max_price=-1 if pool.spot else None,
        availability_zones=list(settings.zones),
        vnet_subnet_id=settings.subnet,
        orchestrator_version=settings.version,
        os_type="Linux",
        os_sku="Ubuntu",
        os_disk_size_gb=pool.disk_gb,
        os_disk_type="Managed",
        max_pods=_MAX_PODS,
        enable_encryption_at_host=True,
        enable_node_public_ip=False,
        # A surge of spot nodes isn't offered: an upgrade takes them down and up again.
        upgrade_settings=None if pool.spot else _surge(),
        node_labels={POOL_LABEL: "models"},
        tags=settings.tags,
        opts=ResourceOptions.merge(
            opts, ResourceOptions(ignore_changes=ignored("azure-native:containerservice:AgentPool"))
        ),
    )


def _surge() -> aks.AgentPoolUpgradeSettingsArgs:
    """One third more nodes during an upgrade; pods get half an hour to leave the old one."""
    return aks.AgentPoolUpgradeSettingsArgs(max_surge="33%", drain_timeout_in_minutes=30)
