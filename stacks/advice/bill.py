"""Cost as a factor: by the expected totals of a comparison."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from slipway.stacks.advice.score import LEAST, MOST, Score
from slipway.stacks.cost.money import cents


def bill_scores(costs: Mapping[str, Decimal]) -> Mapping[str, Score]:
    """5 for the cheapest, 3 for twice its bill, and towards 1 from there; by cell.

    Args:
        costs: Expected money a month, by cell and in one currency.
    """
    least = min(costs.values())
    return {cell: _score(cost, least) for cell, cost in costs.items()}


def _score(cost: Decimal, least: Decimal) -> Score:
    share = Fraction(least) / Fraction(cost) if cost else Fraction(1)
    told = "the cheapest" if cost == least else _times(cost, least)
    return Score(value=LEAST + (MOST - LEAST) * share, reason=f"{cents(cost)} a month: {told}.")


def _times(cost: Decimal, least: Decimal) -> str:
    return f"{cost / least:.2f} times the cheapest" if least else "the cheapest costs nothing"
