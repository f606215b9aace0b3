"""VPC: gateways, addresses and interface endpoints."""

from collections.abc import Iterator

from slipway.stacks.cost.catalogue.unit import Unit
from slipway.stacks.cost.rules.context import Context
from slipway.stacks.cost.rules.inputs import each_at, text_at
from slipway.stacks.cost.rules.outcome import Free, Outcome
from slipway.stacks.plan.graph import PlannedResource


def nat_gateway(_resource: PlannedResource, context: Context) -> Iterator[Outcome]:
    """By the hour, and by what goes through; its address is a resource of its own."""
    yield context.running("NAT gateway", "vpc", "NAT gateway")
    gigabytes = context.assume("nat-gb")
    yield context.usage("NAT data", "vpc", "NAT data processed", Unit.GB, gigabytes)


def address(_resource: PlannedResource, context: Context) -> Iterator[Outcome]:
    """A public address, used or idle."""
    yield context.running("public address", "vpc", "public IPv4 (in use or idle)")


def vpc_endpoint(resource: PlannedResource, context: Context) -> Iterator[Outcome]:
    """An interface is billed in each of its zones; a gateway is free."""
    if text_at(resource.inputs, "vpcEndpointType") != "Interface":
        reason = "Gateway endpoints have no price"
        yield Free(reason=reason, source="aws.amazon.com/privatelink/pricing")
        return
    zones = len(each_at(resource.inputs, "subnetIds")) or 1
    yield context.running("interface endpoint", "vpc", "interface endpoint", zones)
    gigabytes = context.assume("endpoint-gb") * zones
    sku = "interface endpoint data processed"
    yield context.usage("interface endpoint data", "vpc", sku, Unit.GB, gigabytes)
