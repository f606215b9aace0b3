"""A difference for people: a table at the terminal, a shorter one for a pull request."""

from collections.abc import Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from slipway.stacks.cost.diff.diff import Diff
from slipway.stacks.cost.diff.rows import (
    Row,
    assumption_lines,
    gap_lines,
    headline,
    rows,
    summed,
)

SHOWN = 20
_COLUMNS = ("before", "after", "change", "by price", "by quantity")
_ASSUMED = "Assumed otherwise than there (low / expected / high):"
_GAPS = "Not in the difference, for want of a price:"


def print_diff(difference: Diff, console: Console) -> None:
    """Every line that changed, their sum, and what couldn't be compared."""
    found = rows(difference)
    if found:
        console.print(_table(difference, found))
    for line in _closing(difference):
        console.print(line, soft_wrap=True, highlight=False, markup=False)


def markdown_diff(difference: Diff, shown: int = SHOWN) -> str:
    """The headline, the rows that changed most, the rest as one row, and the total.

    What isn't shown is counted, money and all.
    """
    parts = [_cell(headline(difference))]
    found = rows(difference)
    if found:
        parts.append(_markdown_table(_shortened(found, shown)))
    for title, lines in _sections(difference):
        kept = [f"- {_cell(line)}" for line in lines[:shown]]
        if len(lines) > shown:
            kept.append(f"- and {len(lines) - shown} more")
        parts.append("\n".join([title, "", *kept]))
    return "\n\n".join(parts) + "\n"


def _table(difference: Diff, found: Sequence[Row]) -> Table:
    title = f"{difference.stack} since {difference.base}: {difference.currency} a month, expected"
    table = Table(title=escape(title), box=SIMPLE_HEAD)
    table.add_column("what", overflow="fold")
    for name in _COLUMNS:
        table.add_column(name, justify="right", no_wrap=True)
    for row in found:
        table.add_row(*map(escape, row.cells))
    table.add_section()
    table.add_row(*summed("all of these", found).cells)
    return table


def _closing(difference: Diff) -> list[str]:
    lines = [headline(difference)]
    for title, told in _sections(difference):
        lines += [title, *(f"- {one}" for one in told)]
    return lines


def _sections(difference: Diff) -> list[tuple[str, list[str]]]:
    sections = [
        (_GAPS, gap_lines(difference)),
        (_ASSUMED, assumption_lines(difference)),
        ("Notes:", list(difference.notes)),
    ]
    return [(title, lines) for title, lines in sections if lines]


def _shortened(found: Sequence[Row], shown: int) -> list[Row]:
    kept, rest = list(found[:shown]), found[shown:]
    if rest:
        kept.append(summed(f"{len(rest)} more, none larger", rest))
    return [*kept, summed("**all**", found)]


def _markdown_table(found: Sequence[Row]) -> str:
    head = f"| | {' | '.join(_COLUMNS)} |"
    rule = f"|---|{'---:|' * len(_COLUMNS)}"
    return "\n".join([head, rule, *(f"| {' | '.join(map(_cell, row.cells))} |" for row in found)])


def _cell(text: str) -> str:
    """Nothing of the text ends a cell or starts a tag."""
    return text.replace("|", "\\|").replace("<", "&lt;")
