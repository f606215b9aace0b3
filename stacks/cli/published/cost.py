"""`slipway cost --json`; money, quantities and shares as text."""

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field

from slipway.stacks.cli.published.cost_price import SpanDocument
from slipway.stacks.cli.published.violation import ViolationDocument
from slipway.stacks.config.base import ConfigModel
from slipway.stacks.cost.catalogue.price import Confidence, Tier
from slipway.stacks.cost.catalogue.unit import Unit
from slipway.stacks.cost.estimate.estimate import Estimate
from slipway.stacks.cost.estimate.item import CostItem, Status
from slipway.stacks.cost.estimate.level_use import LevelUse
from slipway.stacks.cost.guard.limits import Violation
from slipway.stacks.cost.money import cents, exact
from slipway.stacks.cost.rules.outcome import Kind
from slipway.stacks.cost.span import Span
from slipway.stacks.cost.usage.assumption import Origin, UsageAssumption
from slipway.stacks.plan.roles import Role


class TierDocument(ConfigModel):
    """A price per unit from a month's quantity on."""

    start: str
    amount: str


class PriceOfItemDocument(ConfigModel):
    """The price that a line was made with: whose, from where and of when."""

    provider: str
    service: str
    sku: str
    region: str
    source: str | None
    as_of: str | None
    confidence: Confidence | None
    row: str | None
    """File and line; these four are null where no price is known."""
    free_quantity: str | None
    tiers: list[TierDocument]


class ItemDocument(ConfigModel):
    """One line; `cost` is null where it isn't known."""

    id: str
    urn: str
    component: list[str]
    role: Role
    name: str
    type: str
    label: str
    status: Status
    kind: Kind | None
    unit: Unit | None
    quantity: SpanDocument | None
    cost: SpanDocument | None
    price: PriceOfItemDocument | None
    reason: str
    assumed: list[str]
    """Names of the assumptions that the quantity rests on."""

    @classmethod
    def of(cls, item: CostItem) -> "ItemDocument":
        """The document of a line."""
        return cls(
            id=item.id,
            urn=item.urn,
            component=list(item.component),
            role=item.role,
            name=item.name,
            type=item.type,
            label=item.label,
            status=item.status,
            kind=item.kind,
            unit=item.unit,
            quantity=None if item.unit is None else _span(item.quantity),
            cost=_span(item.cost) if item.status in ("priced", "free") else None,
            price=_price(item),
            reason=item.reason,
            assumed=list(item.assumed),
        )


class AssumptionDocument(ConfigModel):
    """One assumption."""

    name: str
    unit: str
    value: SpanDocument
    scope: str
    origin: Origin
    reason: str

    @classmethod
    def of(cls, assumption: UsageAssumption) -> "AssumptionDocument":
        """The document of an assumption."""
        return cls(
            name=assumption.name,
            unit=assumption.unit,
            value=_span(assumption.value),
            scope=assumption.scope,
            origin=assumption.origin,
            reason=assumption.reason,
        )


class LevelDocument(ConfigModel):
    """What runs at one level of the load, and for how many hours of the month.

    `factors` are the load against its average, by model; `nodes` is null where none are packed.
    """

    hours: str
    factors: dict[str, str]
    replicas: dict[str, SpanDocument]
    nodes: SpanDocument | None

    @classmethod
    def of(cls, level: LevelUse) -> "LevelDocument":
        """The document of a level."""
        return cls(
            hours=cents(level.hours),
            factors={model: cents(factor) for model, factor in level.factors.items()},
            replicas={model: _span(count) for model, count in level.replicas.items()},
            nodes=None if level.nodes is None else _span(level.nodes),
        )


class CostDocument(ConfigModel):
    """The whole estimate.

    The total is in cents, lines in millionths; with `atLeast` something billed isn't in it, and
    `missing` names what.
    """

    schema_: Annotated[Literal["slipway.cost/v1"], Field(alias="schema")]
    stack: str
    variant: str
    target: str
    region: str
    currency: str
    hours_per_month: str
    total: SpanDocument
    at_least: bool
    coverage: str
    counts: dict[Status, int]
    missing: list[str]
    oldest_price: str | None
    catalogue: str
    items: list[ItemDocument]
    assumptions: list[AssumptionDocument]
    load: list[LevelDocument]
    notes: list[str]
    violations: list[ViolationDocument]
    """Limits that aren't kept; exit code 1."""

    @classmethod
    def of(cls, estimate: Estimate, violations: Sequence[Violation] = ()) -> "CostDocument":
        """The document of an estimate."""
        low, expected, high = (cents(one) for one in estimate.total.each())
        oldest = estimate.oldest_price
        return cls.model_validate(
            {
                "schema": "slipway.cost/v1",
                "stack": estimate.stack,
                "variant": estimate.variant,
                "target": estimate.target,
                "region": estimate.region,
                "currency": estimate.currency,
                "hoursPerMonth": f"{estimate.hours_per_month:f}",
                "total": {"low": low, "expected": expected, "high": high},
                "atLeast": estimate.at_least,
                "coverage": f"{estimate.coverage:f}",
                "counts": dict(estimate.counts),
                "missing": list(estimate.missing),
                "oldestPrice": None if oldest is None else oldest.isoformat(),
                "catalogue": estimate.catalogue,
                "items": [ItemDocument.of(item) for item in estimate.items],
                "assumptions": [AssumptionDocument.of(one) for one in estimate.assumptions],
                "load": [LevelDocument.of(level) for level in estimate.load],
                "notes": list(estimate.notes),
                "violations": [ViolationDocument.of(one) for one in violations],
            }
        )


def _span(span: Span) -> SpanDocument:
    low, expected, high = (exact(one) for one in span.each())
    return SpanDocument(low=low, expected=expected, high=high)


def _price(item: CostItem) -> PriceOfItemDocument | None:
    if item.key is None:
        return None
    price = item.price
    return PriceOfItemDocument.model_validate(
        {
            "provider": item.key.provider,
            "service": item.key.service,
            "sku": item.key.sku,
            "region": item.key.region,
            "source": None if price is None else price.source,
            "asOf": None if price is None else price.as_of,
            "confidence": None if price is None else price.confidence,
            "row": None if price is None else price.origin,
            "freeQuantity": None if price is None else exact(price.free_quantity),
            "tiers": [] if price is None else [_tier(one) for one in price.tiers],
        }
    )


def _tier(tier: Tier) -> TierDocument:
    return TierDocument(start=exact(tier.start), amount=f"{tier.amount:f}")
