"""Ranks options by their weighted scores, and says what decided."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

Weights = Mapping[str, Fraction]
Scores = Mapping[str, Fraction]
"""Of one option, by factor."""


@dataclass(frozen=True, kw_only=True)
class Ranked:
    """An option and its weighted mean of scores, from 1 to 5."""

    option: str
    score: Fraction


@dataclass(frozen=True, kw_only=True)
class Contribution:
    """What one factor adds to the lead of the first over the second; negative where it lags."""

    factor: str
    weight: Fraction
    first: Fraction
    second: Fraction
    lead: Fraction
    """Of all factors together it is the difference of the weighted scores."""


def weighted(scores: Scores, weights: Weights) -> Fraction:
    """The weighted mean. At least one weight is above 0."""
    return sum((weights[one] * scores[one] for one in weights), Fraction(0)) / _total(weights)


def ranking(options: Mapping[str, Scores], weights: Weights) -> list[Ranked]:
    """The best first; where two are equal, the one that is named first."""
    found = [
        Ranked(option=name, score=weighted(scores, weights)) for name, scores in options.items()
    ]
    return sorted(found, key=lambda one: one.score, reverse=True)  # sorting is stable


def contributions(first: Scores, second: Scores, weights: Weights) -> list[Contribution]:
    """One per factor, the one that speaks most for the first at the top."""
    total = _total(weights)
    found = [
        Contribution(
            factor=one,
            weight=weight,
            first=first[one],
            second=second[one],
            lead=weight * (first[one] - second[one]) / total,
        )
        for one, weight in weights.items()
    ]
    return sorted(found, key=lambda one: one.lead, reverse=True)


def _total(weights: Weights) -> Fraction:
    return sum(weights.values(), Fraction(0))
