"""`slipway cost --json`; money, quantities and shares as text."""

from typing import Annotated, Literal

from pydantic import Field

from slipway.stacks.cli.published.cost_price import SpanDocument
from slipway.stacks.config.base import ConfigModel
from slipway.stacks.cost.catalogue.price import Confidence
from slipway.stacks.cost.catalogue.unit import Unit
from slipway.stacks.cost.estimate.estimate import Estimate
from slipway.stacks.cost.estimate.item import CostItem, Status
from slipway.stacks.cost.money import cents, exact
from slipway.stacks.cost.rules.outcome import Kind
from slipway.stacks.cost.span import Span
from slipway.stacks.cost.usage.assumption import Origin, UsageAssumption
from slipway.stacks.plan.roles import Role


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


class ItemDocument(ConfigModel):
    """One line; `cost` is null where it isn't known."""

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

    @classmethod
    def of(cls, item: CostItem) -> "ItemDocument":
        """The document of a line."""
        return cls(
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
    notes: list[str]

    @classmethod
    def of(cls, estimate: Estimate) -> "CostDocument":
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
                "notes": list(estimate.notes),
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
        }
    )
