"""Splits a line's change of money into what the price did and what the quantity did.

The convention, which is that of Laspeyres' price index: the price part is what the old quantity
costs at the new price, less what it cost at the old one; the quantity part is the rest. So both
sum to the change exactly, tiers and free quantities included, and where only one of the two
moved, the other part is zero. Something else being bought (another machine) is no price change:
it belongs to the quantity part, as does what is added or removed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from slipway.stacks.cost.catalogue.charge import PRECISION, charge_span
from slipway.stacks.cost.catalogue.unit import Unit, UnitMismatchError, convert
from slipway.stacks.cost.estimate.item import CostItem
from slipway.stacks.cost.span import NOTHING, Span


@dataclass(frozen=True)
class Change:
    """How far three figures moved, below zero where they fell; unlike a `Span`, in no order."""

    low: Decimal
    expected: Decimal
    high: Decimal

    @classmethod
    def between(cls, before: Span, after: Span) -> "Change":
        """From one span to another."""
        return cls(
            after.low - before.low, after.expected - before.expected, after.high - before.high
        )

    @classmethod
    def total(cls, changes: Iterable["Change"]) -> "Change":
        """Their sum, figure by figure."""
        found = UNCHANGED
        for one in changes:
            found += one
        return found

    def __add__(self, other: "Change") -> "Change":
        return Change(self.low + other.low, self.expected + other.expected, self.high + other.high)

    def __sub__(self, other: "Change") -> "Change":
        return Change(self.low - other.low, self.expected - other.expected, self.high - other.high)

    def __bool__(self) -> bool:
        return any(self.each())

    def each(self) -> tuple[Decimal, Decimal, Decimal]:
        """The three figures."""
        return self.low, self.expected, self.high


UNCHANGED = Change(Decimal(0), Decimal(0), Decimal(0))


@dataclass(frozen=True, kw_only=True)
class Parts:
    """A change of money, in two parts."""

    price: Change
    quantity: Change


def split(before: CostItem | None, after: CostItem | None, hours: Decimal) -> Parts:
    """The parts of what a line's money changed by; None for what isn't there.

    `hours` of the month convert a quantity where the price's unit changed.
    """
    old = NOTHING if before is None else before.cost
    new = NOTHING if after is None else after.cost
    price = UNCHANGED
    if before is not None and after is not None and before.key == after.key:
        repriced = _at_new_price(before, after, hours)
        price = UNCHANGED if repriced is None else Change.between(old, repriced)
    return Parts(price=price, quantity=Change.between(old, new) - price)


def _at_new_price(before: CostItem, after: CostItem, hours: Decimal) -> Span | None:
    """The old quantity at the new price; None where they don't count the same thing."""
    if before.price is None or before.unit is None or after.price is None:
        return None
    quantity = converted(before.quantity, before.unit, after.price.unit, hours)
    return None if quantity is None else charge_span(after.price, quantity)


def converted(quantity: Span, unit: Unit, into: Unit, hours: Decimal) -> Span | None:
    """A quantity in another unit of the same thing, as an estimate rounds it; None if it's none."""
    try:
        return quantity.map(
            lambda one: convert(one, unit, into, hours).quantize(PRECISION, ROUND_HALF_UP)
        )
    except UnitMismatchError:
        return None
