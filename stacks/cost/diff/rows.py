"""What a difference shows: lines that say the same of several resources are one row."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from slipway.stacks.cost.diff.diff import AssumptionChange, Diff, Gap, GapChange, Kind, LineChange
from slipway.stacks.cost.diff.split import Change
from slipway.stacks.cost.estimate.estimate import Estimate
from slipway.stacks.cost.estimate.item import CostItem
from slipway.stacks.cost.money import cents, exact
from slipway.stacks.cost.span import NOTHING, Span

MARKS: dict[Kind, str] = {"added": "+", "removed": "-", "changed": "~"}
_WHY: dict[Gap, str] = {
    "added": "added, without a price",
    "removed": "removed, had no price",
    "changed": "changed, has no price",
    "price lost": "has no price any more",
    "price gained": "had no price before",
}


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row; money is expected money, except for `change`, which has its bounds."""

    what: str
    before: Decimal
    after: Decimal
    change: Change
    price: Decimal
    quantity: Decimal

    @property
    def cells(self) -> tuple[str, str, str, str, str, str]:
        """The row as text."""
        return (
            self.what,
            cents(self.before),
            cents(self.after),
            signed(self.change.expected),
            signed(self.price),
            signed(self.quantity),
        )


def rows(difference: Diff) -> list[Row]:
    """Rows with the largest change first."""
    alike: dict[tuple[Kind, tuple[str, ...], str], list[LineChange]] = {}
    for line in difference.lines:
        place = (line.kind, _item(line).component, _label(line))
        alike.setdefault(place, []).append(line)
    found = [_row(lines) for lines in alike.values()]
    return sorted(found, key=lambda row: -abs(row.change.expected))


def summed(what: str, parts: Sequence[Row]) -> Row:
    """Several rows as one."""
    return Row(
        what=what,
        before=sum((row.before for row in parts), Decimal(0)),
        after=sum((row.after for row in parts), Decimal(0)),
        change=Change.total(row.change for row in parts),
        price=sum((row.price for row in parts), Decimal(0)),
        quantity=sum((row.quantity for row in parts), Decimal(0)),
    )


def signed(amount: Decimal) -> str:
    """An amount in cents with its sign; none for what rounds to nothing."""
    text = cents(amount)
    if not Decimal(text):
        return "0.00"
    return text if amount < 0 else f"+{text}"


def headline(difference: Diff) -> str:
    """The totals, what lies between them and its parts; or that nothing changed."""
    before, after = _total(difference.before), _total(difference.after)
    money = f"{difference.currency} a month"
    partly = "" if difference.completeness == "complete" else ", as far as prices are known"
    if not difference.lines:
        same = f"{difference.stack}: costs the same as at {difference.base}: {after} {money}"
        return f"{same}{partly}."
    delta = difference.delta
    return (
        f"{difference.stack}: expected {before} -> {after} {money}, {signed(delta.expected)}"
        f"{partly} (price {signed(difference.price.expected)}, quantity "
        f"{signed(difference.quantity.expected)}); low {signed(delta.low)}, "
        f"high {signed(delta.high)}."
    )


def _total(estimate: Estimate) -> str:
    return f"{'at least ' if estimate.at_least else ''}{cents(estimate.total.expected)}"


def gap_lines(difference: Diff) -> list[str]:
    """What is in no row, and why; the same of several resources once."""
    found: dict[str, int] = {}
    for gap in difference.gaps:
        text = _gap(gap)
        found[text] = found.get(text, 0) + 1
    return [text if number == 1 else f"{text} ({number} lines)" for text, number in found.items()]


def assumption_lines(difference: Diff) -> list[str]:
    """Assumptions with another figure than at the base."""
    return [_assumption(one) for one in difference.assumptions]


def _item(line: LineChange | GapChange) -> CostItem:
    item = line.after or line.before
    if item is None:
        raise ValueError("a line is on one side at least")
    return item


def _label(line: LineChange | GapChange) -> str:
    old, new = line.before, line.after
    if old is None or new is None or old.key == new.key:
        return _item(line).label
    if old.label != new.label:
        return f"{old.label} -> {new.label}"
    if old.key is None or new.key is None:
        return new.label
    if old.key.sku != new.key.sku:
        return f"{new.label}: {old.key.sku} -> {new.key.sku}"
    return f"{new.label}: {old.key.region} -> {new.key.region}"


def _row(lines: Sequence[LineChange]) -> Row:
    first = lines[0]
    change = Change.total(line.delta for line in lines)
    number = f" ({len(lines)})" if len(lines) > 1 else ""
    place = " / ".join(_item(first).component)
    what = f"{MARKS[first.kind]} {place}: {_label(first)}{number}{_moved(lines)}{_repriced(first)}"
    if not Decimal(cents(change.expected)):
        what += f"; low {signed(change.low)}, high {signed(change.high)}"
    return Row(
        what=what,
        before=_money(line.before for line in lines),
        after=_money(line.after for line in lines),
        change=change,
        price=sum((line.parts.price.expected for line in lines), Decimal(0)),
        quantity=sum((line.parts.quantity.expected for line in lines), Decimal(0)),
    )


def _money(items: Iterable[CostItem | None]) -> Decimal:
    return sum((item.cost.expected for item in items if item is not None), Decimal(0))


def _moved(lines: Sequence[LineChange]) -> str:
    """The quantity; before and after where it differs, none where it doesn't."""
    old = _quantity([line.before for line in lines if line.before is not None])
    new = _quantity([line.after for line in lines if line.after is not None])
    if old == new:
        return ""
    return f", {' -> '.join(text for text in (old, new) if text)}"


def _repriced(line: LineChange) -> str:
    """The price before and after, where it is of the same thing and differs."""
    if line.before is None or line.after is None or not line.parts.price:
        return ""
    old, new = line.before.price, line.after.price
    if old is None or new is None:
        return ""
    one_tier = len(old.tiers) == len(new.tiers) == 1
    if one_tier and (old.unit, old.free_quantity) == (new.unit, new.free_quantity):
        return f", {old.tiers[0].amount:f} -> {new.tiers[0].amount:f} each"
    return ", by other tiers"


def _quantity(items: Sequence[CostItem]) -> str:
    unit = items[0].unit if items else None
    if unit is None:
        return ""
    total = Span.total(item.quantity for item in items).expected
    return f"{cents(total).removesuffix('.00')} {unit}"


def _gap(gap: GapChange) -> str:
    item = _item(gap)
    known = item.key if item.key is not None else f"{item.type}: {item.reason}"
    cost = NOTHING if gap.before is None or gap.why != "price lost" else gap.before.cost
    was = f", was {cents(cost.expected)}" if gap.why == "price lost" else ""
    return f"{' / '.join(item.component)}: {_label(gap)} {_WHY[gap.why]}{was} ({known})"


def _assumption(one: AssumptionChange) -> str:
    return f"{one.name}: {_figures(one.before)} -> {_figures(one.after)} {one.unit}, {one.scope}"


def _figures(span: Span) -> str:
    return " / ".join(exact(figure).removesuffix(".00") for figure in span.each())
