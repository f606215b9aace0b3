"""How the load differs over a week: levels of hours with a rate against the average."""

import csv
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path

from slipway.stacks.config.platform import LoadCurve
from slipway.stacks.config.stack import StackConfig

_OFFICE_HOURS = Path(__file__).with_name("office_hours.csv")
_DAY = 24
HOURS_OF_WEEK = 7 * _DAY
_WEEKDAYS = 5
_Day = tuple[Decimal, ...]
_Days = tuple[_Day, _Day]
"""The proportions of a weekday's hours, and of those of a day of the weekend."""
_FLAT: _Day = (Decimal(1),) * _DAY


@dataclass(frozen=True, kw_only=True)
class LoadLevel:
    """Hours of the week in which the load of every model is the same."""

    hours: int
    factors: Mapping[str, Decimal]
    """By model: requests per second against its average over the week."""


def load_levels(config: StackConfig) -> tuple[LoadLevel, ...]:
    """The levels of a stack's models together, the quietest first; their hours sum to a week."""
    models = [name for name in config.platform.models if name in config.platform.workload]
    days = tuple(_days(config.platform.workload[name].load_curve) for name in models)
    return tuple(
        LoadLevel(hours=hours, factors=dict(zip(models, factors, strict=True)))
        for factors, hours in _hours_by_factors(days)
    )


# A comparison asks for the same few curves at each of its request rates.
@lru_cache(maxsize=64)
def _hours_by_factors(days: tuple[_Days, ...]) -> tuple[tuple[tuple[Decimal, ...], int], ...]:
    """How many hours of the week have each combination of factors, the lowest first."""
    weeks = [_week(*one) for one in days]
    together = (tuple(week[hour] for week in weeks) for hour in range(HOURS_OF_WEEK))
    return tuple(sorted(Counter(together).items()))


def _week(weekday: _Day, weekend: _Day) -> list[Decimal]:
    """The factor of each hour from Monday's first on; their mean is one."""
    week = weekday * _WEEKDAYS + weekend * (7 - _WEEKDAYS)
    whole = sum(week, Decimal(0))
    return [one * HOURS_OF_WEEK / whole for one in week]


def _days(curve: LoadCurve | str) -> _Days:
    match curve:
        case LoadCurve():
            # Through text: 0.1 of the YAML is 0.1, and not the nearest binary fraction.
            weekday, weekend = (
                tuple(Decimal(str(one)) for one in day) for day in (curve.weekday, curve.weekend)
            )
            return weekday, weekend
        case "flat":
            return _FLAT, _FLAT
        case _:
            return _office_hours()


@cache
def _office_hours() -> _Days:
    """People at work ask most: see docs/cost.md."""
    with _OFFICE_HOURS.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    weekday, weekend = (tuple(Decimal(row[day]) for row in rows) for day in ("weekday", "weekend"))
    return weekday, weekend
