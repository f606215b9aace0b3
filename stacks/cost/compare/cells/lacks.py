"""What a cell lacks that another one has: money isn't the only thing to compare."""

import csv
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

_TABLE = Path(__file__).with_name("lacks.csv")


def lacks(variant: str, target: str) -> tuple[str, ...]:
    """One phrase each; the cell's page in ``docs/variants`` says more."""
    return tuple(
        row["lacks"] for row in rows() if (row["variant"], row["target"]) == (variant, target)
    )


@cache
def rows() -> Sequence[Mapping[str, str]]:
    """The table; `page_says` quotes what the cell's page says of it."""
    with _TABLE.open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(lines))
