"""How the load differs over a week: levels of hours with a rate against the average."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from slipway.stacks.config.platform import LoadCurve
from slipway.stacks.config.stack import StackConfig

_OFFICE_HOURS = Path(__file__).with_name("office_hours.csv")
_DAY = 24
HOURS_OF_WEEK = 7 * _DAY
_WEEKDAYS = 5


@dataclass(frozen=True, kw_only=True)
class LoadLevel:
    """Hours of the week in which the load of every model is the same."""

    hours: int
    factors: Mapping[str, Decimal]
    """By model: requests per second against its average over the week."""


def load_levels(config: StackConfig) -> tuple[LoadLevel, ...]:
    """The levels of a stack's models together, the quietest first; their hours sum to a week."""
    models = [name for name in config.platform.models if name in config.platform.workload]
    curves = [_week(config.platform.workload[name].load_curve) for name in models]
    found: dict[tuple[Decimal, ...], int] = {}
    for hour in range(HOURS_OF_WEEK):
        together = tuple(curve[hour] for curve in curves)
        found[together] = found.get(together, 0) + 1
    return tuple(
        LoadLevel(hours=hours, factors=dict(zip(models, factors, strict=True)))
        for factors, hours in sorted(found.items())
    )


def _week(curve: LoadCurve | str) -> list[Decimal]:
    """The factor of each hour from Monday's first on; their mean is one."""
    match curve:
        case LoadCurve():
            # Through text: 0.1 of the YAML is 0.1, and not the nearest binary fraction.
            weekday = [Decimal(str(one)) for one in curve.weekday]
            weekend = [Decimal(str(one)) for one in curve.weekend]
        case "flat":
            return [Decimal(1)] * HOURS_OF_WEEK
        case _:
            weekday, weekend = _office_hours()
    week = weekday * _WEEKDAYS + weekend * (7 - _WEEKDAYS)
    whole = sum(week, Decimal(0))
    return [one * HOURS_OF_WEEK / whole for one in week]


@cache
def _office_hours() -> tuple[list[Decimal], list[Decimal]]:
    """People at work ask most: see docs/cost.md."""
    with _OFFICE_HOURS.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return [Decimal(row["weekday"]) for row in rows], [Decimal(row["weekend"]) for row in rows]
