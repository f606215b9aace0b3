"""Lines of a price book, and the prices that they are joined into."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from slipway.stacks.cost.catalogue.price import Confidence, Price, PriceKey, Tier, day_of
from slipway.stacks.cost.catalogue.unit import Unit
from slipway.stacks.cost.faults import InputFault

AGREEMENT = Decimal("0.05")
"""How far two sources of one price may be apart."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of the file, checked by itself."""

    key: PriceKey
    unit: Unit
    currency: str
    start: Decimal
    free_quantity: Decimal
    amount: Decimal
    free: bool
    source: str
    as_of: str
    confidence: Confidence
    file: str
    line: int


def joined(rows: Sequence[Row]) -> tuple[tuple[Price, ...], list[InputFault]]:
    """One price per key, its lines as tiers; what doesn't fit together is a fault."""
    prices: list[Price] = []
    faults: list[InputFault] = []
    for _, group in groupby(sorted(rows, key=lambda row: row.key), key=lambda row: row.key):
        price = _price(list(group), faults)
        if price is not None:
            prices.append(price)
    return tuple(prices), faults


def _price(rows: list[Row], faults: list[InputFault]) -> Price | None:
    before = len(faults)
    newest = _without_second_sources(rows, faults)
    first = newest[0]
    faults += [
        _fault(row, f"{row.unit} and {row.currency}", f"those of line {first.line}: "
               f"{first.unit} and {first.currency}", "One price has one unit and currency.")
        for row in newest[1:]
        if (row.unit, row.currency) != (first.unit, first.currency)
    ]  # fmt: skip
    free_quantity = max(row.free_quantity for row in newest)
    if first.start > free_quantity:
        rule = "a line for the quantity below it, or free_quantity"
        faults.append(_fault(first, f"from_quantity {first.start}", rule, "Start at 0."))
    if not any(row.amount for row in newest):
        faults += [
            _fault(row, "amount 0", "a price above zero", "If it is free, add free=yes.")
            for row in newest
            if not row.free
        ]
    if len(faults) > before:
        return None
    return Price(
        key=first.key,
        unit=first.unit,
        currency=first.currency,
        tiers=tuple(Tier(start=row.start, amount=row.amount) for row in newest),
        free_quantity=free_quantity,
        free=all(row.free for row in newest),
        source=first.source,
        as_of=min((row.as_of for row in newest), key=day_of),
        confidence=first.confidence,
        file=first.file,
        line=first.line,
    )


def _without_second_sources(rows: list[Row], faults: list[InputFault]) -> list[Row]:
    """The newest line of each tier, from the lowest up; sources that disagree are a fault."""
    kept: list[Row] = []
    ordered = sorted(rows, key=lambda row: row.start)
    for _, group in groupby(ordered, key=lambda row: row.start):
        same = sorted(group, key=lambda row: (day_of(row.as_of), row.line))
        newest = same[-1]
        kept.append(newest)
        for other in same[:-1]:
            if abs(other.amount - newest.amount) > AGREEMENT * newest.amount:
                rule = f"within 5 % of line {newest.line}: {newest.amount}"
                remedy = "Two sources disagree: find out which is right, delete the other line."
                faults.append(_fault(other, f"amount {other.amount}", rule, remedy))
    return kept


def _fault(row: Row, value: str, rule: str, remedy: str) -> InputFault:
    return InputFault(
        source=row.file, line=row.line, value=f"{row.key}: {value}", rule=rule, remedy=remedy
    )
