"""`slipway cost --base REF --json`; money and quantities as text, all digits of them."""

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field

from slipway.stacks.cli.published.cost import ItemDocument
from slipway.stacks.cli.published.cost_price import SpanDocument
from slipway.stacks.cli.published.violation import ViolationDocument
from slipway.stacks.config.base import ConfigModel
from slipway.stacks.cost.diff.diff import (
    AssumptionChange,
    Completeness,
    Diff,
    Gap,
    GapChange,
    Kind,
    LineChange,
)
from slipway.stacks.cost.diff.split import Change
from slipway.stacks.cost.estimate.estimate import Estimate
from slipway.stacks.cost.estimate.item import CostItem
from slipway.stacks.cost.guard.limits import Violation
from slipway.stacks.cost.money import exact
from slipway.stacks.cost.span import Span


class TotalDocument(ConfigModel):
    """One side's whole bill; with `atLeast` something billed isn't in it."""

    total: SpanDocument
    at_least: bool
    coverage: str

    @classmethod
    def of(cls, estimate: Estimate) -> "TotalDocument":
        """The document of one side."""
        return cls.model_validate(
            {
                "total": _span(estimate.total),
                "atLeast": estimate.at_least,
                "coverage": f"{estimate.coverage:f}",
            }
        )


class ChangeDocument(ConfigModel):
    """How far low, expected and high moved; below zero where they fell."""

    low: str
    expected: str
    high: str

    @classmethod
    def of(cls, change: Change) -> "ChangeDocument":
        """The document of a change."""
        low, expected, high = (exact(one) for one in change.each())
        return cls(low=low, expected=expected, high=high)


class LineChangeDocument(ConfigModel):
    """A line whose money changed; `price` and `quantity` sum to `delta`."""

    kind: Kind
    before: ItemDocument | None
    after: ItemDocument | None
    delta: ChangeDocument
    price: ChangeDocument
    quantity: ChangeDocument

    @classmethod
    def of(cls, line: LineChange) -> "LineChangeDocument":
        """The document of a line."""
        return cls(
            kind=line.kind,
            before=_item(line.before),
            after=_item(line.after),
            delta=ChangeDocument.of(line.delta),
            price=ChangeDocument.of(line.parts.price),
            quantity=ChangeDocument.of(line.parts.quantity),
        )


class GapDocument(ConfigModel):
    """A line that isn't in the difference, for want of a price on one side or both."""

    why: Gap
    before: ItemDocument | None
    after: ItemDocument | None

    @classmethod
    def of(cls, gap: GapChange) -> "GapDocument":
        """The document of a gap."""
        return cls(why=gap.why, before=_item(gap.before), after=_item(gap.after))


class AssumptionChangeDocument(ConfigModel):
    """An assumption of both sides that has another figure."""

    name: str
    scope: str
    unit: str
    before: SpanDocument
    after: SpanDocument

    @classmethod
    def of(cls, change: AssumptionChange) -> "AssumptionChangeDocument":
        """The document of a changed assumption."""
        return cls(
            name=change.name,
            scope=change.scope,
            unit=change.unit,
            before=_span(change.before),
            after=_span(change.after),
        )


class CostDiffDocument(ConfigModel):
    """The whole difference.

    `lines` sum to `delta`. A line with a price on one side only is in that side's total and in
    `gaps`, not in `delta`.
    """

    schema_: Annotated[Literal["slipway.cost-diff/v1"], Field(alias="schema")]
    stack: str
    base: str
    currency: str
    hours_per_month: str
    before: TotalDocument
    after: TotalDocument
    delta: ChangeDocument
    price: ChangeDocument
    quantity: ChangeDocument
    completeness: Completeness
    lines: list[LineChangeDocument]
    gaps: list[GapDocument]
    assumptions: list[AssumptionChangeDocument]
    notes: list[str]
    violations: list[ViolationDocument]

    @classmethod
    def of(cls, diff: Diff, violations: Sequence[Violation] = ()) -> "CostDiffDocument":
        """The document of a difference."""
        return cls.model_validate(
            {
                "schema": "slipway.cost-diff/v1",
                "stack": diff.stack,
                "base": diff.base,
                "currency": diff.currency,
                "hoursPerMonth": f"{diff.hours_per_month:f}",
                "before": TotalDocument.of(diff.before),
                "after": TotalDocument.of(diff.after),
                "delta": ChangeDocument.of(diff.delta),
                "price": ChangeDocument.of(diff.price),
                "quantity": ChangeDocument.of(diff.quantity),
                "completeness": diff.completeness,
                "lines": [LineChangeDocument.of(line) for line in diff.lines],
                "gaps": [GapDocument.of(gap) for gap in diff.gaps],
                "assumptions": [AssumptionChangeDocument.of(one) for one in diff.assumptions],
                "notes": list(diff.notes),
                "violations": [ViolationDocument.of(one) for one in violations],
            }
        )


def _item(item: CostItem | None) -> ItemDocument | None:
    return None if item is None else ItemDocument.of(item)


def _span(span: Span) -> SpanDocument:
    low, expected, high = (exact(one) for one in span.each())
    return SpanDocument(low=low, expected=expected, high=high)
