"""The table of a comparison as rows of text: a terminal and Markdown draw the same one."""

from collections.abc import Iterator
from itertools import groupby, islice

from slipway.stacks.advice.sentences import number
from slipway.stacks.cost.compare.comparison import Comparison
from slipway.stacks.cost.compare.figures import (
    plain,
    rate_figure,
    role_figure,
    share,
    total_figures,
)
from slipway.stacks.cost.money import cents

Row = tuple[str, ...]
LARGEST = 5
"""So many swings are shown of each entry; JSON has all."""
SWINGS = "What moves each total most, alone and with all else as expected"
SWING_COLUMNS: Row = ("cell", "assumption", "from", "to", "at low", "at high", "swing")
SWING_MONEY = 3
"""So many columns at the end are money."""


def role_rows(comparison: Comparison) -> Iterator[Row]:
    """A row per role: its name, then the expected money of each entry."""
    for role in comparison.rows:
        yield (role, *(role_figure(entry, role) for entry in comparison.entries))


def total_rows(comparison: Comparison) -> Iterator[Row]:
    """The totals: expected, and the bounds of what may happen."""
    totals = [total_figures(entry) for entry in comparison.entries]
    low, expected, high = zip(*totals, strict=True)
    yield ("total, expected", *expected)
    yield ("low", *low)
    yield ("high", *high)


def other_rows(comparison: Comparison) -> Iterator[Row]:
    """What to know before one believes the totals."""
    entries = comparison.entries
    yield ("bears, requests/s", *(rate_figure(entry.serves_up_to) for entry in entries))
    yield ("lines priced", *(share(entry.estimate.coverage) for entry in entries))
    yield ("region", *(entry.region for entry in entries))


def factor_rows(comparison: Comparison) -> Iterator[Row]:
    """A row per factor beside money: its name, then the score of each entry, 5 is best."""
    for row in comparison.factors:
        scores = (row.scores[entry.cell].value for entry in comparison.entries)
        yield (row.factor, *map(number, scores))


def swing_rows(comparison: Comparison) -> Iterator[Row]:
    """The largest swings of each entry: the assumption, its bounds and the totals there."""
    for cell, found in groupby(comparison.sensitivity, key=lambda one: one.estimate):
        for one in islice((one for one in found if one.swing), LARGEST):
            yield (
                cell,
                one.assumption,
                plain(one.low_value),
                f"{plain(one.high_value)} {one.unit}",
                cents(one.total_at_low),
                cents(one.total_at_high),
                cents(one.swing),
            )
