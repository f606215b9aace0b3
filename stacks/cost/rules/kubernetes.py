"""What Kubernetes objects make the cloud create: disks and load balancers; pods become nodes."""

from collections.abc import Iterator
from decimal import ROUND_CEILING, Decimal

from slipway.stacks.config.fields import quantity_value
from slipway.stacks.cost.catalogue.unit import Unit
from slipway.stacks.cost.packing.capacity import GIB
from slipway.stacks.cost.rules.azure_disk import disk_sku
from slipway.stacks.cost.rules.context import Context
from slipway.stacks.cost.rules.inputs import at, each_at, text_at
from slipway.stacks.cost.rules.outcome import Free, Outcome, Unsupported
from slipway.stacks.cost.span import Span
from slipway.stacks.plan.graph import PlannedResource

_CONCEPTS = "kubernetes.io/docs/concepts"
_OWN_MACHINE = Free(reason="Runs on the operator's own machine", source="the stack's own target")
_PREMIUM_CLASSES = ("managed-csi-premium", "managed-premium")
_OTHERS = Unsupported(reason="On a cluster whose price only its owner knows")


def workload(_resource: PlannedResource, context: Context) -> Iterator[Outcome]:
    """Pods cost what the nodes cost that their requests are packed into."""
    kind = context.config.platform.target.kind
    if kind == "local":
        yield _OWN_MACHINE
    elif context.pools:
        source = f"{_CONCEPTS}/workloads"
        yield Free(reason="Its requests are packed into nodes, which are billed", source=source)
    else:
        yield _OTHERS


def volume_claim(resource: PlannedResource, context: Context) -> Iterator[Outcome]:
    """The disk that the cloud makes for it."""
    size = at(resource.inputs, "spec", "resources", "requests", "storage")
    try:
        wanted = quantity_value(str(size)) / GIB
    except ValueError:
        wanted = Decimal(context.given(resource, "size in GiB", None, "1"))
    gigabytes = max(Decimal(1), wanted.to_integral_value(rounding=ROUND_CEILING))
    match context.config.platform.target.kind:
        case "aws":
            yield context.demand("disk", "ebs", "gp3", Unit.GB_MONTH, Span.exactly(gigabytes))
        case "azure":
            yield from _azure_disk(resource, int(gigabytes), context)
        case "local":
            yield _OWN_MACHINE
        case "kubernetes":
            yield _OTHERS


def _azure_disk(resource: PlannedResource, gigabytes: int, context: Context) -> Iterator[Outcome]:
    """AKS' classes make standard SSDs, but for the premium ones, whose operations are free."""
    redundancy = _redundancy(context)
    premium = text_at(resource.inputs, "spec", "storageClassName") in _PREMIUM_CLASSES
    sku = disk_sku(gigabytes, "premium" if premium else "standard SSD", redundancy)
    yield context.demand("disk", "disk", sku, Unit.MONTH, Span.exactly(1))
    if not premium:
        operations = context.assume("disk-operations")
        used = f"standard SSD operations {redundancy}"
        yield context.usage("disk operations", "disk", used, Unit.REQUESTS, operations)


def _redundancy(context: Context) -> str:
    """AKS' own classes make zone-redundant disks for clusters over several zones (since 1.29)."""
    for cluster in context.by_type.get("azure-native:containerservice:ManagedCluster", ()):
        zones = each_at(cluster.inputs, "agentPoolProfiles", 0, "availabilityZones")
        return "ZRS" if len(zones) > 1 else "LRS"
    return "LRS"


def service(resource: PlannedResource, context: Context) -> Iterator[Outcome]:
    """A service of type LoadBalancer makes a balancer with an address; others cost nothing."""
    kind = context.config.platform.target.kind
    if text_at(resource.inputs, "spec", "type") != "LoadBalancer":
        source = f"{_CONCEPTS}/services-networking/service"
        yield Free(reason="An address inside the cluster", source=source)
    elif kind == "aws":
        yield context.running("load balancer", "elb", "NLB")
        units = context.assume("balancer-lcu") * context.hours
        yield context.usage("load balancer capacity", "elb", "NLB LCU", Unit.LCU_HOUR, units)
    elif kind == "azure":
        yield context.running("load balancer address", "public-ip", "standard static IPv4")
        yield context.running("load balancer rules", "load-balancer", "first 5 rules")
        moved = context.assume("balancer-gb")
        yield context.usage("load balancer data", "load-balancer", "data processed", Unit.GB, moved)
    else:
        yield _OWN_MACHINE if kind == "local" else _OTHERS
