"""A comparison in a terminal."""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Literal

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from slipway.stacks.cost.compare.comparison import Comparison
from slipway.stacks.cost.compare.figures import cheapest
from slipway.stacks.cost.compare.render import sentences
from slipway.stacks.cost.compare.render.table import (
    SWING_COLUMNS,
    SWING_MONEY,
    SWINGS,
    Row,
    factor_rows,
    other_rows,
    role_rows,
    swing_rows,
    total_rows,
)

_GAP = 2
"""Blanks between columns, and around them."""


def print_comparison(comparison: Comparison, console: Console) -> None:
    """The table, then what it means and what it leaves out."""
    _say(console, sentences.subject(comparison))
    for table in _tables(comparison, console.width):
        console.print(table)
    _say(console, sentences.answer(comparison))
    for heading, lines in sentences.chapters(comparison):
        console.print()
        console.print(f"[bold]{heading}[/]", soft_wrap=True)
        for line in lines:
            _say(console, f"- {line}")
    console.print()
    console.print(_swings(comparison))
    for line in sentences.closing(comparison):
        _say(console, line)


def _say(console: Console, line: str) -> None:
    """Between words at the edge of a terminal; in one line for whoever reads a pipe."""
    console.print(line, soft_wrap=not console.is_terminal, highlight=False, markup=False)


def _tables(comparison: Comparison, width: int) -> Iterator[Table]:
    """The table, with only as many cells side by side as fit: half a figure is a wrong one."""
    blocks = [
        [_header(comparison), *role_rows(comparison)],
        list(total_rows(comparison)),
        list(other_rows(comparison)),
        list(factor_rows(comparison)),
    ]
    every = [max(map(_width, column)) + _GAP for column in zip(*chain(*blocks), strict=True)]
    first, *widths = every
    for columns in _chunks(widths, width - first - _GAP):
        yield _table(comparison, blocks, columns)


def _header(comparison: Comparison) -> Row:
    """In lines of their own, so that six cells stand side by side in 100 columns."""
    return ("", *(entry.cell.replace("-", "-\n") for entry in comparison.entries))


def _width(cell: str) -> int:
    return max(map(len, cell.split("\n")))


def _chunks(widths: Sequence[int], room: int) -> Iterator[range]:
    """Neighbouring columns that fit together; one that never fits stands alone."""
    start, used = 0, 0
    for at, one in enumerate(widths):
        if at > start and used + one > room:
            yield range(start, at)
            start, used = at, 0
        used += one
    yield range(start, len(widths))


def _table(comparison: Comparison, blocks: Sequence[Sequence[Row]], columns: range) -> Table:
    title = f"{comparison.currency} a month of {comparison.hours_per_month:f} hours, expected"
    table = Table(title=title, title_justify="left", box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    (header, *roles), *others = blocks
    best = comparison.entries.index(cheapest(comparison))
    table.add_column("", no_wrap=True)
    for at in columns:
        style = "bold" if at == best else None
        table.add_column(header[at + 1], justify="right", no_wrap=True, style=style)
    for rows in (roles, *others):
        for row in rows:
            table.add_row(row[0], *(row[at + 1] for at in columns))
        table.add_section()
    return table


def _swings(comparison: Comparison) -> Table:
    """The cell as a row of its own: its name beside each line would take a quarter of it."""
    table = Table(title=SWINGS, title_justify="left", box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    _, *columns = SWING_COLUMNS
    for number, name in enumerate(columns):
        money = number >= len(columns) - SWING_MONEY
        # Names may be broken in a narrow window, figures never.
        justify: Literal["left", "right"] = "right" if money else "left"
        table.add_column(name, justify=justify, no_wrap=money, overflow="fold")
    before = ""
    for cell, *rest in swing_rows(comparison):
        if cell != before:
            table.add_row(f"[bold]{cell}[/]")
        table.add_row(f"  {rest[0]}", *rest[1:])
        before = cell
    return table
