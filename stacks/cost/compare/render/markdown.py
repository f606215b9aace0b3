"""A comparison in Markdown, for a review or a README."""

from collections.abc import Iterator

from slipway.stacks.advice.render_markdown import factors_markdown
from slipway.stacks.cost.compare.comparison import Comparison
from slipway.stacks.cost.compare.render import sentences
from slipway.stacks.cost.compare.render.table import (
    SWING_COLUMNS,
    SWINGS,
    Row,
    other_rows,
    role_rows,
    swing_rows,
    total_rows,
)


def comparison_markdown(comparison: Comparison) -> str:
    """Headings from the second level on."""
    return "\n".join(_lines(comparison)) + "\n"


def _lines(comparison: Comparison) -> Iterator[str]:
    yield f"## Cost of {comparison.stack} in every variant"
    yield ""
    yield sentences.subject(comparison)
    yield ""
    yield from _table(comparison)
    yield ""
    yield sentences.answer(comparison)
    for heading, lines in sentences.chapters(comparison):
        yield ""
        yield f"### {heading}"
        yield ""
        yield from (f"- {line}" for line in lines)
    yield from _factors(comparison)
    yield from _swings(comparison)
    for line in sentences.closing(comparison):
        yield ""
        yield line


def _table(comparison: Comparison) -> Iterator[str]:
    entries = comparison.entries
    names = [f"{entry.variant} on {entry.target}" for entry in entries]
    unit = f"{comparison.currency} a month of {comparison.hours_per_month:f} hours"
    yield _row((unit, *names))
    yield _row(("---", *("---:" for _ in entries)))
    yield from map(_row, role_rows(comparison))
    for number, row in enumerate(total_rows(comparison)):
        # The first one is what to compare; the others bound it.
        yield _row(tuple(f"**{cell}**" for cell in row) if number == 0 else row)
    yield from map(_row, other_rows(comparison))


def _factors(comparison: Comparison) -> Iterator[str]:
    if not comparison.factors:
        return
    yield ""
    yield f"### {sentences.BESIDE_MONEY}"
    yield ""
    yield from factors_markdown(comparison.factors).splitlines()


def _swings(comparison: Comparison) -> Iterator[str]:
    yield ""
    yield f"### {SWINGS}"
    yield ""
    yield _row(SWING_COLUMNS)
    yield _row(tuple("---" for _ in SWING_COLUMNS))
    yield from map(_row, swing_rows(comparison))


def _row(cells: Row) -> str:
    return f"| {' | '.join(map(_escaped, cells))} |"


def _escaped(cell: str) -> str:
    """A bar would begin the next cell."""
    return cell.replace("|", r"\|")
