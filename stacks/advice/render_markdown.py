"""The factors in Markdown, for a review or a README."""

from collections.abc import Iterator, Sequence

from slipway.stacks.advice.sentences import number
from slipway.stacks.advice.table import FactorRow


def factors_markdown(table: Sequence[FactorRow]) -> str:
    """One table; a line per factor and per group of cells that are alike in it."""
    return "\n".join(_lines(table)) + "\n"


def _lines(table: Sequence[FactorRow]) -> Iterator[str]:
    yield "| factor | variant | score, 5 is best | reason |"
    yield "|---|---|---:|---|"
    for row in table:
        title = row.title
        for label, score in row.grouped.items():
            reason = score.reason.replace("|", r"\|")
            yield f"| {title} | {label} | {number(score.value)} | {reason} |"
            title = ""  # once per factor
