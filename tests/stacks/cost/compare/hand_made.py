"""A small comparison by hand: two cells that change places, one of them out of bounds."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from slipway.stacks.cost.catalogue.price import Price, PriceKey, Tier
from slipway.stacks.cost.catalogue.unit import Unit
from slipway.stacks.cost.compare.break_even import BreakEven
from slipway.stacks.cost.compare.cells.candidates import Misfit
from slipway.stacks.cost.compare.comparison import Comparison, Entry
from slipway.stacks.cost.compare.sensitivity import Swing
from slipway.stacks.cost.compare.sweep import Sweep
from slipway.stacks.cost.estimate.estimate import Estimate
from slipway.stacks.cost.estimate.item import CostItem
from slipway.stacks.cost.span import NOTHING, Span
from slipway.stacks.cost.usage.assumption import UsageAssumption
from slipway.stacks.plan.roles import Role
from slipway.stacks.variants import TargetKind, Variant

PRICED_ON = date(2025, 6, 18)


def span(low: int, expected: int, high: int) -> Span:
    return Span(Decimal(low), Decimal(expected), Decimal(high))


def compared(*, stack: str = "shop", traffic: bool = True, missing: bool = True) -> Comparison:
    return Comparison(
        stack=stack,
        workload={"loan": span(5, 40, 200)} if traffic else {},
        entries=(
            entry(
                "open-source",
                "aws",
                {"cluster": span(300, 300, 500), "network": span(50, 60, 80)},
                limit=Decimal(30) if traffic else None,
            ),
            entry(
                "managed-platform",
                "azure",
                {"serving": span(100, 400, 900), "secrets": span(1, 2, 3)},
                missing=missing,
            ),
        ),
        misfits=(
            Misfit(
                cell="cloud-native-aws",
                variant="cloud-native",
                target="aws",
                reason="its <pool> is too small",
            ),
        ),
        sweep=swept() if traffic else None,
        break_even=(crossing(),) if traffic else (),
        sensitivity=(swing("nat-gb", 330, 400), swing("secret-calls", 359, 365)),
    )


def entry(
    variant: Variant,
    target: TargetKind,
    roles: Mapping[Role, Span],
    *,
    limit: Decimal | None = None,
    missing: bool = False,
) -> Entry:
    items = [item(role, cost) for role, cost in roles.items()]
    if missing:
        items.append(unpriced())
    return Entry(
        cell=f"{variant}-{target}",
        variant=variant,
        target=target,
        region="here-1",
        estimate=estimated(variant, target, items),
        lacks=("no <ingress>",),
        serves_up_to=limit,
    )


def estimated(variant: str, target: str, items: Sequence[CostItem]) -> Estimate:
    return Estimate(
        stack="shop",
        variant=variant,
        target=target,
        region="here-1",
        currency="USD",
        hours_per_month=Decimal("730.0"),
        catalogue="digest",
        items=tuple(items),
        assumptions=(
            UsageAssumption(
                name="nat-gb",
                unit="GB",
                value=span(5, 30, 150),
                scope="one gateway",
                origin="default",
                reason="images & packages",
            ),
        ),
        load=(),
        notes=(),
    )


def item(role: Role, cost: Span) -> CostItem:
    key = PriceKey(provider="aws", service=role, sku="unit", region="here-1")
    price = Price(
        key=key,
        unit=Unit.MONTH,
        currency="USD",
        tiers=(Tier(start=Decimal(0), amount=Decimal(1)),),
        free_quantity=Decimal(0),
        free=False,
        source="https://prices.example.com",
        as_of=PRICED_ON.isoformat(),
        confidence="listed",
        file="prices.csv",
        line=2,
    )
    return CostItem(
        urn=f"urn:{role}",
        component=("platform",),
        role=role,
        name=role,
        type="cloud:Thing",
        label="month",
        status="priced",
        key=key,
        unit=Unit.MONTH,
        quantity=cost,
        price=price,
        cost=cost,
    )


def unpriced() -> CostItem:
    return CostItem(
        urn="urn:odd",
        component=("platform",),
        role="monitoring",
        name="odd",
        type="cloud:Odd",
        label="month",
        status="unsupported",
        reason="no rule",
        cost=NOTHING,
    )


def swept() -> Sweep:
    rates = tuple(Decimal(one) for one in ("1", "10", "20", "40", "100", "400"))
    return Sweep(
        rates=rates,
        totals={
            "open-source-aws": tuple(
                span(340, 300 + int(one), 900) for one in (60, 60, 60, 60, 200, 400)
            ),
            "managed-platform-azure": tuple(span(101, 402, 903) for _ in rates),
        },
    )


def crossing() -> BreakEven:
    return BreakEven(
        rate=Decimal(70),
        cheaper_below="open-source-aws",
        cheaper_above="managed-platform-azure",
        total_below=Decimal(360),
        total_above=Decimal(402),
    )


def swing(assumption: str, low: int, high: int) -> Swing:
    return Swing(
        estimate="open-source-aws",
        assumption=assumption,
        unit="GB",
        low_value=Decimal(5),
        high_value=Decimal(150),
        total_at_low=Decimal(low),
        total_at_high=Decimal(high),
        swing=Decimal(high - low),
    )
