"""A comparison in a terminal."""

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from slipway.stacks.cost.compare import sentences
from slipway.stacks.cost.compare.comparison import Comparison
from slipway.stacks.cost.compare.figures import cheapest
from slipway.stacks.cost.compare.table import (
    SWING_COLUMNS,
    SWING_MONEY,
    SWINGS,
    other_rows,
    role_rows,
    swing_rows,
    total_rows,
)


def print_comparison(comparison: Comparison, console: Console) -> None:
    """The table, then what it means and what it leaves out."""
    _say(console, sentences.subject(comparison))
    console.print(_table(comparison))
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


def _table(comparison: Comparison) -> Table:
    title = f"{comparison.currency} a month of {comparison.hours_per_month:f} hours, expected"
    table = Table(title=title, box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    table.add_column("", no_wrap=True)
    best = cheapest(comparison)
    for entry in comparison.entries:
        style = "bold" if entry is best else None
        # In lines of their own, so that six cells stand side by side in 100 columns.
        header = f"{entry.cell}".replace("-", "-\n")
        table.add_column(header, justify="right", no_wrap=True, style=style)
    for row in role_rows(comparison):
        table.add_row(*row)
    table.add_section()
    for row in total_rows(comparison):
        table.add_row(*row)
    table.add_section()
    for row in other_rows(comparison):
        table.add_row(*row)
    return table


def _swings(comparison: Comparison) -> Table:
    """The cell as a row of its own: its name beside each line would take a quarter of it."""
    table = Table(title=SWINGS, title_justify="left", box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    _, *columns = SWING_COLUMNS
    for number, name in enumerate(columns):
        money = number >= len(columns) - SWING_MONEY
        table.add_column(name, justify="right" if money else "left", no_wrap=True)
    before = ""
    for cell, *rest in swing_rows(comparison):
        if cell != before:
            table.add_row(f"[bold]{cell}[/]")
        table.add_row(f"  {rest[0]}", *rest[1:])
        before = cell
    return table
