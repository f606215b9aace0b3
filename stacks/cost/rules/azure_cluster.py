"""AKS: control plane, nodes and their disks."""

from collections.abc import Iterator

from slipway.stacks.cost.catalogue.unit import Unit
from slipway.stacks.cost.packing.capacity import machines
from slipway.stacks.cost.packing.pools import NodePool
from slipway.stacks.cost.rules.azure_disk import disk_sku
from slipway.stacks.cost.rules.context import Context
from slipway.stacks.cost.rules.inputs import text_at
from slipway.stacks.cost.rules.outcome import Outcome
from slipway.stacks.plan.graph import PlannedResource

_DEFAULT_DISK_GB = 128
"""AKS' own, for a pool that says nothing."""
_TIERS = {
    "Free": "free tier control plane",
    "Standard": "standard tier (uptime SLA)",
    "Premium": "premium / long-term support",
}


def managed_cluster(resource: PlannedResource, context: Context) -> Iterator[Outcome]:
    """The control plane's tier, and the pools that the cluster itself lists."""
    tier = context.given(resource, "tier", text_at(resource.inputs, "sku", "tier"), "Free")
    yield context.running(f"control plane {tier}", "aks", _TIERS.get(tier, tier))
    yield from _pools(resource, context)


def agent_pool(resource: PlannedResource, context: Context) -> Iterator[Outcome]:
    """A pool beside the cluster's own."""
    yield from _pools(resource, context)


def _pools(resource: PlannedResource, context: Context) -> Iterator[Outcome]:
    for pool in context.pools:
        if pool.urn == resource.urn:
            nodes = context.nodes_of(pool)
            sku = f"{pool.machine} spot" if pool.spot else pool.machine
            label = f"{pool.name} nodes {pool.machine}"
            yield context.running(label, "vm", sku, nodes)
            disk = disk_sku(pool.disk_gb or _DEFAULT_DISK_GB, _disk_kind(pool), "LRS")
            yield context.demand(f"{pool.name} node disks", "disk", disk, Unit.MONTH, nodes)


def _disk_kind(pool: NodePool) -> str:
    """A managed system disk is premium where the machine takes one."""
    machine = machines().get((pool.provider, pool.machine))
    return "premium" if machine is None or machine.premium_disk else "standard SSD"
