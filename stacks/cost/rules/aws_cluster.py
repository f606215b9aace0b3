"""EKS: control plane, nodes and their disks, add-ons that are billed."""

from collections.abc import Iterator

from slipway.stacks.cost.catalogue.unit import Unit
from slipway.stacks.cost.packing.pools import NodePool
from slipway.stacks.cost.rules.context import Context
from slipway.stacks.cost.rules.inputs import each_at, int_at, text_at
from slipway.stacks.cost.rules.outcome import Free, Outcome
from slipway.stacks.plan.graph import PlannedResource

_TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"
_DEFAULT_DISK_GB = 20
"""EKS' own, for a node group that says nothing."""


def cluster(_resource: PlannedResource, context: Context) -> Iterator[Outcome]:
    """The control plane, of a version in standard support: the config's default is kept so."""
    yield context.running("control plane", "eks", "cluster standard support")


def node_group(resource: PlannedResource, context: Context) -> Iterator[Outcome]:
    """Nodes by packing, each with its disk."""
    [pool] = [one for one in context.pools if one.urn == resource.urn]
    nodes = context.nodes_of(pool)
    sku = f"{pool.machine} spot" if pool.spot else pool.machine
    yield context.running(f"nodes {pool.machine}", "ec2", sku, nodes)
    disk = pool.disk_gb or _template_disk(resource, pool, context)
    yield context.demand("node disks", "ebs", "gp3", Unit.GB_MONTH, nodes * disk)


def _template_disk(resource: PlannedResource, pool: NodePool, context: Context) -> int:
    """The disk of the launch template whose name the node group's begins with."""
    stem = pool.name.rpartition("-")[0]
    for template in context.by_type.get(_TEMPLATE, ()):
        if template.name in (f"{stem}-template", f"{pool.name}-template"):
            for mapping in each_at(template.inputs, "blockDeviceMappings"):
                size = int_at(mapping, "ebs", "volumeSize")
                if size is not None:
                    return size
    return int(context.given(resource, "disk in GB", None, str(_DEFAULT_DISK_GB)))


def addon(resource: PlannedResource, context: Context) -> Iterator[Outcome]:
    """Free but for the agent that makes custom metrics of nodes and pods."""
    if text_at(resource.inputs, "addonName") == "amazon-cloudwatch-observability":
        quantity = context.assume("custom-metrics")
        sku = "custom metric first 10k"
        yield context.usage("container metrics", "cloudwatch", sku, Unit.METRIC_MONTH, quantity)
    else:
        yield Free(reason="Add-ons have no price; their pods run on nodes", source=_EKS_PRICING)


_EKS_PRICING = "aws.amazon.com/eks/pricing"
