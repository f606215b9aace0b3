"""Azure's gateway, addresses, private endpoints and zones."""

from collections.abc import Iterator

from slipway.stacks.cost.catalogue.unit import Unit
from slipway.stacks.cost.rules.context import Context
from slipway.stacks.cost.rules.outcome import Outcome
from slipway.stacks.cost.span import Span
from slipway.stacks.plan.graph import PlannedResource


def nat_gateway(_resource: PlannedResource, context: Context) -> Iterator[Outcome]:
    """By the hour, and by what goes through."""
    yield context.running("NAT gateway", "nat-gateway", "gateway")
    gigabytes = context.assume("nat-gb")
    yield context.usage("NAT data", "nat-gateway", "data processed", Unit.GB, gigabytes)


def address(_resource: PlannedResource, context: Context) -> Iterator[Outcome]:
    """A static public address."""
    yield context.running("public address", "public-ip", "standard static IPv4")


def private_endpoint(_resource: PlannedResource, context: Context) -> Iterator[Outcome]:
    """By the hour, and by what goes through in each direction."""
    yield context.running("private endpoint", "private-link", "private endpoint")
    gigabytes = context.assume("endpoint-gb")
    yield context.usage(
        "private endpoint data", "private-link", "data processed", Unit.GB, gigabytes
    )


def private_zone(_resource: PlannedResource, context: Context) -> Iterator[Outcome]:
    """A private zone, by the month."""
    one = Span.exactly(1)
    yield context.demand("private DNS zone", "dns", "private zone first 25", Unit.MONTH, one)
