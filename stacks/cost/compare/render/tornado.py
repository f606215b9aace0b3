"""The largest swings of each estimate as bars on one scale."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from slipway.stacks.cost.compare.comparison import Comparison
from slipway.stacks.cost.compare.rounded import grouped, money
from slipway.stacks.cost.compare.sensitivity import Swing

LARGEST = 5


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One assumption's bar: `start` and `length` in percent of the scale."""

    assumption: str
    values: str
    totals: str
    start: Decimal
    length: Decimal


@dataclass(frozen=True, kw_only=True)
class Tornado:
    """The bars of one estimate around its expected total, which is at `middle` percent."""

    estimate: str
    expected: str
    middle: Decimal
    bars: tuple[Bar, ...]


def tornados(comparison: Comparison) -> Iterator[Tornado]:
    """One per estimate that anything moves; each has a scale of its own."""
    totals = comparison.totals
    for cell, found in groupby(comparison.sensitivity, key=lambda one: one.estimate):
        swings = [one for one in found if one.swing][:LARGEST]
        if swings:
            yield _tornado(cell, totals[cell].expected, swings)


def _tornado(cell: str, expected: Decimal, swings: list[Swing]) -> Tornado:
    ends = [expected, *(end for one in swings for end in (one.total_at_low, one.total_at_high))]
    low, high = min(ends), max(ends)

    def percent(amount: Decimal) -> Decimal:
        return ((amount - low) / (high - low) * 100).quantize(Decimal("0.01"))

    bars = []
    for one in swings:
        start, end = sorted((one.total_at_low, one.total_at_high))
        bars.append(
            Bar(
                assumption=one.assumption,
                values=f"{grouped(one.low_value)} to {grouped(one.high_value)} {one.unit}",
                totals=f"{money(one.total_at_low)} to {money(one.total_at_high)}",
                start=percent(start),
                length=percent(end) - percent(start),
            )
        )
    return Tornado(
        estimate=cell, expected=money(expected), middle=percent(expected), bars=tuple(bars)
    )
