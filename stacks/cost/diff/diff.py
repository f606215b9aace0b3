"""The difference of two estimates of one stack."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from slipway.stacks.cost.diff.match import pairs
from slipway.stacks.cost.diff.split import Change, Parts, converted, split
from slipway.stacks.cost.estimate.estimate import Estimate
from slipway.stacks.cost.estimate.item import CostItem
from slipway.stacks.cost.span import Span

Kind = Literal["added", "removed", "changed"]
Gap = Literal["added", "removed", "changed", "price lost", "price gained"]
"""Why a line can't be compared: it comes, goes or moves without a price, or had one only once."""
Completeness = Literal["complete", "at least", "partial"]


class DifferentCurrenciesError(Exception):
    """Estimates whose money can't be subtracted."""

    def __init__(self, base: str, before: str, after: str) -> None:
        super().__init__(
            f"prices at {base}: got {before}; expected {after}, as today's. Currencies are not "
            "converted: compare revisions that are priced in one."
        )


@dataclass(frozen=True, kw_only=True)
class LineChange:
    """A line whose money changed; `before` or `after` is None where it isn't there."""

    before: CostItem | None
    after: CostItem | None
    parts: Parts

    @property
    def kind(self) -> Kind:
        """What became of the line."""
        if self.before is None:
            return "added"
        return "removed" if self.after is None else "changed"

    @property
    def delta(self) -> Change:
        """What it adds to the bill; its parts sum to it."""
        return self.parts.price + self.parts.quantity


@dataclass(frozen=True, kw_only=True)
class GapChange:
    """A line that changed, or whose price came or went, so that its money can't be compared."""

    before: CostItem | None
    after: CostItem | None
    why: Gap


@dataclass(frozen=True, kw_only=True)
class AssumptionChange:
    """An assumption that both estimates rest on, with another figure."""

    name: str
    scope: str
    unit: str
    before: Span
    after: Span


@dataclass(frozen=True, kw_only=True)
class Diff:
    """What a change adds to the bill.

    Lines that had a price on one side only are in that side's total, and not in `delta`: a bill
    doesn't fall because a price isn't known any more. They are in `gaps`. So `after` - `before`
    is `delta`, plus the money of gained prices, less that of lost ones.
    """

    stack: str
    base: str
    currency: str
    hours_per_month: Decimal
    before: Estimate
    after: Estimate
    lines: tuple[LineChange, ...]
    """Largest change of the expected money first."""
    gaps: tuple[GapChange, ...]
    assumptions: tuple[AssumptionChange, ...]
    notes: tuple[str, ...]

    @property
    def delta(self) -> Change:
        """What all lines add, or take away."""
        return self.price + self.quantity

    @property
    def price(self) -> Change:
        """The part of it that prices did."""
        return Change.total(one.parts.price for one in self.lines)

    @property
    def quantity(self) -> Change:
        """The part of it that is bought more, less or otherwise."""
        return Change.total(one.parts.quantity for one in self.lines)

    @property
    def completeness(self) -> Completeness:
        """Whether the difference is the whole, only more of it may be, or neither is sure."""
        if not self.gaps:
            return "complete"
        return "at least" if all(one.why == "added" for one in self.gaps) else "partial"


def diff(before: Estimate, after: Estimate, *, base: str, notes: Sequence[str] = ()) -> Diff:
    """The difference between two estimates; `base` names what `before` is of.

    Raises:
        DifferentCurrenciesError: The two are in different currencies.
    """
    if before.prices and after.prices and before.currency != after.currency:
        raise DifferentCurrenciesError(base, before.currency, after.currency)
    hours = after.hours_per_month
    matched = list(pairs(before.items, after.items))
    lines = [
        LineChange(before=old, after=new, parts=split(old, new, hours))
        for old, new in matched
        if _known(old) and _known(new)
    ]
    gaps = [
        GapChange(before=old, after=new, why=why)
        for old, new in matched
        if (why := _gap(old, new, hours)) is not None
    ]
    moved = [one for one in lines if one.parts.price or one.parts.quantity]
    return Diff(
        stack=after.stack,
        base=base,
        currency=after.currency if after.prices else before.currency,
        hours_per_month=hours,
        before=before,
        after=after,
        lines=tuple(sorted(moved, key=_largest_first)),
        gaps=tuple(gaps),
        assumptions=tuple(_assumptions(before, after)),
        notes=(*notes, *(note for note in after.notes if note not in before.notes)),
    )


def _known(item: CostItem | None) -> bool:
    """Whether its money is known; what isn't there costs nothing."""
    return item is None or item.status in ("priced", "free")


def _gap(before: CostItem | None, after: CostItem | None, hours: Decimal) -> Gap | None:
    if _known(before) and _known(after):
        return None
    if before is None:
        return "added"
    if after is None:
        return "removed"
    if _known(before):
        return "price lost"
    if _known(after):
        return "price gained"
    return "changed" if _differs(before, after, hours) else None


def _differs(before: CostItem, after: CostItem, hours: Decimal) -> bool:
    if before.key != after.key or before.unit is None or after.unit is None:
        return before.key != after.key
    return converted(before.quantity, before.unit, after.unit, hours) != after.quantity


def _largest_first(line: LineChange) -> tuple[Decimal, Decimal, str, str]:
    item = line.after or line.before
    name = ("", "") if item is None else (item.urn, item.label)
    return -abs(line.delta.expected), -abs(line.delta.high), *name


def _assumptions(before: Estimate, after: Estimate) -> Iterator[AssumptionChange]:
    old = {(one.name, one.scope): one for one in before.assumptions}
    for one in after.assumptions:
        was = old.get((one.name, one.scope))
        if was is not None and was.value != one.value:
            yield AssumptionChange(
                name=one.name, scope=one.scope, unit=one.unit, before=was.value, after=one.value
            )
