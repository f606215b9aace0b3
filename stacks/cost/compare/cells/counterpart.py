"""What stands on one cloud for a region or a machine of the other: two small documented tables."""

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from slipway.stacks.cost.compare.cells.cell_name import CLOUDS, Cloud

_FOLDER = Path(__file__).parent


def counterpart_region(cloud: Cloud, region: str) -> str | None:
    """The region of `cloud` that is near the other cloud's; None where no line pairs it."""
    return _counterparts("region_pairs.csv", cloud).get(region)


def default_region(cloud: Cloud) -> str:
    """For a stack that has none: the first pair's."""
    return next(iter(_pairs("region_pairs.csv")))[cloud]


def counterpart_machine(cloud: Cloud, machine: str) -> str | None:
    """The machine of `cloud` that is as large as the other cloud's."""
    return _counterparts("machine_pairs.csv", cloud).get(machine)


def _counterparts(table: str, cloud: Cloud) -> dict[str, str]:
    """Where the other cloud's name stands twice, its first line counts."""
    (other,) = (one for one in CLOUDS if one != cloud)
    found: dict[str, str] = {}
    for row in _pairs(table):
        found.setdefault(row[other], row[cloud])
    return found


@cache
def _pairs(table: str) -> tuple[Mapping[str, str], ...]:
    with (_FOLDER / table).open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(lines))
