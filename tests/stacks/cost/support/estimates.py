"""Estimates of a few hand-made lines."""

from decimal import Decimal

from slipway.stacks.cost.catalogue.charge import charge_span
from slipway.stacks.cost.catalogue.price import Price, PriceKey, Tier
from slipway.stacks.cost.catalogue.unit import Unit
from slipway.stacks.cost.estimate.estimate import Estimate
from slipway.stacks.cost.estimate.item import CostItem, Status
from slipway.stacks.cost.span import Span
from slipway.stacks.cost.usage.assumption import UsageAssumption


def list_price(
    *tiers: tuple[str, str],
    sku: str = "m5.large",
    unit: Unit = Unit.HOUR,
    currency: str = "USD",
    free_quantity: str = "0",
    as_of: str = "2026-07-20",
) -> Price:
    """A price of (from, amount) tiers."""
    return Price(
        key=PriceKey(provider="aws", service="ec2", sku=sku, region="eu-central-1"),
        unit=unit,
        currency=currency,
        tiers=tuple(Tier(start=Decimal(start), amount=Decimal(amount)) for start, amount in tiers),
        free_quantity=Decimal(free_quantity),
        free=False,
        source="price page",
        as_of=as_of,
        confidence="listed",
        file="book.csv",
        line=2,
    )


def line(
    name: str,
    quantity: Span | int,
    price: Price | None,
    *,
    label: str = "nodes",
    sku: str = "m5.large",
    unit: Unit = Unit.HOUR,
) -> CostItem:
    """A line that is priced, or whose price is missing."""
    span = quantity if isinstance(quantity, Span) else Span.exactly(quantity)
    status: Status = "price missing" if price is None else "priced"
    missing = PriceKey(provider="aws", service="ec2", sku=sku, region="eu-central-1")
    return CostItem(
        urn=f"urn:{name}",
        component=("platform", "cluster"),
        role="cluster",
        name=name,
        type="aws:x/y:Y",
        label=label,
        status=status,
        kind="baseline",
        key=missing if price is None else price.key,
        unit=unit if price is None else price.unit,
        quantity=span,
        price=price,
        cost=span * 0 if price is None else charge_span(price, span),
    )


def free(name: str) -> CostItem:
    """A line that nobody bills."""
    return CostItem(
        urn=f"urn:{name}",
        component=("platform",),
        role="cluster",
        name=name,
        type="aws:iam/role:Role",
        label="Role",
        status="free",
        reason="a name",
    )


def of_lines(
    *items: CostItem, assumptions: tuple[UsageAssumption, ...] = (), notes: tuple[str, ...] = ()
) -> Estimate:
    """An estimate of these lines."""
    prices = [item.price for item in items if item.price is not None]
    return Estimate(
        stack="dev",
        variant="cloud-native",
        target="aws",
        region="eu-central-1",
        currency=prices[0].currency if prices else "USD",
        hours_per_month=Decimal(730),
        catalogue="",
        items=items,
        assumptions=assumptions,
        load=(),
        notes=notes,
    )
