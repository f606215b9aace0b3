"""When one variant, people's work included, becomes cheaper than another in all."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations

from slipway.stacks.cost.compare.people.cost import PeopleCost
from slipway.stacks.cost.span import Span

_TENTH = Decimal("0.1")


@dataclass(frozen=True, kw_only=True)
class Overtake:
    """Up to so many months `first` has cost less in all; from then on `second` has."""

    first: str
    second: str
    months: Decimal
    """In tenths, since the platform was set up."""


def overtakes(totals: Mapping[str, Span], people: Mapping[str, PeopleCost]) -> list[Overtake]:
    """Every pair that changes places, the earliest first; all figures are the expected ones.

    `totals` are the cloud's monthly ones. A pair that keeps its order isn't in the list, nor a
    cell without people's hours.
    """
    cells = [cell for cell in totals if cell in people]
    found = [
        overtake(one, other, totals=totals, people=people) for one, other in combinations(cells, 2)
    ]
    return sorted((one for one in found if one is not None), key=lambda one: one.months)


def overtake(
    one: str, other: str, *, totals: Mapping[str, Span], people: Mapping[str, PeopleCost]
) -> Overtake | None:
    """When two cells change places: None if the cheaper one to set up is also cheaper to run."""
    first, second = sorted((one, other), key=lambda cell: people[cell].setup.expected)
    more_setup = people[second].setup.expected - people[first].setup.expected
    saved_monthly = _monthly(first, totals, people) - _monthly(second, totals, people)
    if more_setup <= 0 or saved_monthly <= 0:
        return None
    months = (more_setup / saved_monthly).quantize(_TENTH, rounding=ROUND_HALF_UP)
    return Overtake(first=first, second=second, months=months)


def _monthly(cell: str, totals: Mapping[str, Span], people: Mapping[str, PeopleCost]) -> Decimal:
    return totals[cell].expected + people[cell].monthly.expected
