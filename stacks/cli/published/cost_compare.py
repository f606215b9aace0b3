"""`slipway cost compare --json`; money, quantities and rates as text."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from slipway.stacks.cli.published.advice import FactorDocument
from slipway.stacks.cli.published.cost import CostDocument
from slipway.stacks.cli.published.cost_price import SpanDocument
from slipway.stacks.config.base import ConfigModel
from slipway.stacks.cost.compare.break_even import BreakEven
from slipway.stacks.cost.compare.cells.candidates import Misfit
from slipway.stacks.cost.compare.comparison import Comparison, Entry
from slipway.stacks.cost.compare.people.cost import PeopleCost
from slipway.stacks.cost.compare.people.overtake import Overtake
from slipway.stacks.cost.compare.sensitivity import Swing
from slipway.stacks.cost.compare.sweep import Sweep
from slipway.stacks.cost.money import cents, exact
from slipway.stacks.cost.span import Span
from slipway.stacks.plan.roles import Role


class EstimateDocument(CostDocument):
    """One cell's estimate as `slipway cost --json` prints it, and its place in the comparison."""

    cell: str
    by_role: dict[Role, SpanDocument]
    """In cents; a role without a priced line isn't in it."""
    lacks: list[str]
    serves_up_to: str | None
    """Requests per second of all models together; beyond it the bill stands still."""
    kept_otherwise: list[str]
    """What of the stack's config this cell doesn't keep."""

    @classmethod
    def of_entry(cls, entry: Entry) -> "EstimateDocument":
        """The document of an entry."""
        shared = CostDocument.of(entry.estimate).model_dump(mode="json", by_alias=True)
        return cls.model_validate(
            {
                **shared,
                "cell": entry.cell,
                "byRole": {role: _money(span) for role, span in entry.estimate.by_role.items()},
                "lacks": list(entry.lacks),
                "servesUpTo": None if entry.serves_up_to is None else f"{entry.serves_up_to:f}",
                "keptOtherwise": list(entry.notes),
            }
        )


class MisfitDocument(ConfigModel):
    """A cell that can't run what the stack asks for."""

    cell: str
    variant: str
    target: str
    reason: str

    @classmethod
    def of(cls, misfit: Misfit) -> "MisfitDocument":
        """The document of a misfit."""
        return cls(
            cell=misfit.cell, variant=misfit.variant, target=misfit.target, reason=misfit.reason
        )


class BreakEvenDocument(ConfigModel):
    """A request rate, of all models together, at which the cheapest cell changes."""

    rate: str
    cheaper_below: str
    cheaper_above: str
    total_below: str
    total_above: str

    @classmethod
    def of(cls, one: BreakEven) -> "BreakEvenDocument":
        """The document of a break-even."""
        return cls.model_validate(
            {
                "rate": exact(one.rate),
                "cheaperBelow": one.cheaper_below,
                "cheaperAbove": one.cheaper_above,
                "totalBelow": cents(one.total_below),
                "totalAbove": cents(one.total_above),
            }
        )


class SwingDocument(ConfigModel):
    """One assumption moved from low to high, with all else as expected."""

    estimate: str
    """The cell."""
    assumption: str
    unit: str
    low_value: str
    high_value: str
    total_at_low: str
    total_at_high: str
    swing: str

    @classmethod
    def of(cls, one: Swing) -> "SwingDocument":
        """The document of a swing."""
        return cls.model_validate(
            {
                "estimate": one.estimate,
                "assumption": one.assumption,
                "unit": one.unit,
                "lowValue": exact(one.low_value),
                "highValue": exact(one.high_value),
                "totalAtLow": cents(one.total_at_low),
                "totalAtHigh": cents(one.total_at_high),
                "swing": cents(one.swing),
            }
        )


class SweepDocument(ConfigModel):
    """Totals by cell at each rate: what a picture of cost over traffic is drawn from."""

    rates: list[str]
    totals: dict[str, list[SpanDocument]]

    @classmethod
    def of(cls, sweep: Sweep) -> "SweepDocument":
        """The document of a sweep."""
        return cls(
            rates=[exact(rate) for rate in sweep.rates],
            totals={cell: [_money(span) for span in spans] for cell, spans in sweep.totals.items()},
        )


class PeopleDocument(ConfigModel):
    """People's work of one cell; in no total."""

    cell: str
    setup_hours: SpanDocument
    monthly_hours: SpanDocument
    rate: str
    """Money of an hour."""
    reason: str

    @classmethod
    def of(cls, cell: str, one: PeopleCost) -> "PeopleDocument":
        """The document of a cell's work."""
        return cls.model_validate(
            {
                "cell": cell,
                "setupHours": _span(one.setup_hours),
                "monthlyHours": _span(one.monthly_hours),
                "rate": exact(one.rate),
                "reason": one.reason,
            }
        )


class OvertakeDocument(ConfigModel):
    """The months after which `first` has cost more than `second`, people's work included."""

    first: str
    second: str
    months: str

    @classmethod
    def of(cls, one: Overtake) -> "OvertakeDocument":
        """The document of an overtake."""
        return cls(first=one.first, second=one.second, months=exact(one.months))


class ComparisonDocument(ConfigModel):
    """The whole comparison.

    `workload` is requests per second by model; `sweep` is null without any. `people` and
    `overtakes` are empty unless asked for.
    """

    schema_: Annotated[Literal["slipway.cost-compare/v1"], Field(alias="schema")]
    stack: str
    currency: str
    hours_per_month: str
    workload: dict[str, SpanDocument]
    at_least: bool
    """Whether any total lacks something that is billed."""
    oldest_price: str | None
    estimates: list[EstimateDocument]
    misfits: list[MisfitDocument]
    break_even: list[BreakEvenDocument]
    sensitivity: list[SwingDocument]
    sweep: SweepDocument | None
    people: list[PeopleDocument]
    overtakes: list[OvertakeDocument]
    factors: list[FactorDocument]
    """What decides beside money."""

    @classmethod
    def of(cls, comparison: Comparison) -> "ComparisonDocument":
        """The document of a comparison."""
        oldest = comparison.oldest_price
        sweep = comparison.sweep
        return cls.model_validate(
            {
                "schema": "slipway.cost-compare/v1",
                "stack": comparison.stack,
                "currency": comparison.currency,
                "hoursPerMonth": f"{comparison.hours_per_month:f}",
                "workload": _spans(comparison.workload),
                "atLeast": comparison.at_least,
                "oldestPrice": None if oldest is None else oldest.isoformat(),
                "estimates": [EstimateDocument.of_entry(one) for one in comparison.entries],
                "misfits": [MisfitDocument.of(one) for one in comparison.misfits],
                "breakEven": [BreakEvenDocument.of(one) for one in comparison.break_even],
                "sensitivity": [SwingDocument.of(one) for one in comparison.sensitivity],
                "sweep": None if sweep is None else SweepDocument.of(sweep),
                "people": [PeopleDocument.of(*one) for one in comparison.people.items()],
                "overtakes": [OvertakeDocument.of(one) for one in comparison.overtakes],
                "factors": [FactorDocument.of(one) for one in comparison.factors],
            }
        )


def _spans(spans: Mapping[str, Span]) -> dict[str, SpanDocument]:
    return {name: _span(span) for name, span in spans.items()}


def _span(span: Span) -> SpanDocument:
    low, expected, high = (exact(one) for one in span.each())
    return SpanDocument(low=low, expected=expected, high=high)


def _money(span: Span) -> SpanDocument:
    low, expected, high = (cents(one) for one in span.each())
    return SpanDocument(low=low, expected=expected, high=high)
