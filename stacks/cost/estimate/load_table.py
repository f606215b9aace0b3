"""The hours at each level of the load, and what runs then."""

from collections.abc import Sequence
from decimal import Decimal

from rich.box import SIMPLE_HEAD
from rich.table import Table

from slipway.stacks.cost.estimate.level_use import LevelUse
from slipway.stacks.cost.span import Span

_PLACES = Decimal("0.01")


def load_table(levels: Sequence[LevelUse]) -> Table:
    """One row per level; replicas and nodes as low / expected / high."""
    models = list(levels[0].replicas)
    table = Table(title="Hours at each level of the load", box=SIMPLE_HEAD)
    table.add_column("hours a month", justify="right")
    for model in models:
        table.add_column(f"{model}: load", justify="right")
        table.add_column("replicas")
    if levels[0].nodes is not None:
        table.add_column("nodes")
    for level in levels:
        cells = [f"{level.hours:.0f}"]
        for model in models:
            factor = level.factors[model].quantize(_PLACES)
            cells += [f"{factor} x average", _counts(level.replicas[model])]
        if level.nodes is not None:
            cells.append(_counts(level.nodes))
        table.add_row(*cells)
    return table


def _counts(span: Span) -> str:
    return " / ".join(f"{one:.0f}" for one in span.each())
