"""How far a ranking is from another first: the smallest changes of weights that overturn it.

The lead over a rival is linear in the weights: the sum of w[k] * g[k], g being the gaps of their
scores. So one weight overturns it at w[k] - lead / g[k]. If every weight may move by up to t, the
worst case lowers those where the first is ahead and raises the others, each until it meets its
bound: that lead falls piecewise linearly in t, and its root has a closed form. All is exact.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from slipway.stacks.advice.rank import Scores, Weights, ranking

_TIMES_THE_MEAN = 10
_ZERO = Fraction(0)


@dataclass(frozen=True, kw_only=True)
class Flip:
    """The weight of one factor at which another option comes first, all others as they are."""

    factor: str
    weight: Fraction
    change: Fraction | None
    """To add to the weight; at exactly that both are equal, beyond it the challenger leads.

    None: no weight of this factor alone, within bounds, changes the first.
    """
    challenger: str | None

    @property
    def at(self) -> Fraction | None:
        """The weight at which it flips."""
        return None if self.change is None else self.weight + self.change

    @property
    def relative(self) -> Fraction | None:
        """The change as a part of the weight; None where that is 0."""
        return None if self.change is None or not self.weight else self.change / self.weight


@dataclass(frozen=True, kw_only=True)
class CombinedFlip:
    """The least by which all weights must be off at once for another option to come first."""

    change: Fraction
    """No weight moves by more. Any weights that are nearer leave the first where it is."""
    challenger: str
    weights: Weights
    """With which both are equal."""


def most(weights: Weights) -> Fraction:
    """The largest weight that is thought of: ten times the mean of those given."""
    mean = sum(weights.values(), _ZERO) / len(weights)
    return max(_TIMES_THE_MEAN * mean, *weights.values())


def flips(options: Mapping[str, Scores], weights: Weights) -> list[Flip]:
    """One per factor, in the order of the weights."""
    leads = _gaps(options, weights)
    return [_flip(factor, leads, weights) for factor in weights]


def combined_flip(options: Mapping[str, Scores], weights: Weights) -> CombinedFlip | None:
    """The smallest change of all weights together, measured by the largest single one.

    None where no weights within bounds put another option first.
    """
    best: CombinedFlip | None = None
    for rival, gaps in _gaps(options, weights).items():
        change = _least_change(gaps, weights)
        if change is not None and (best is None or change < best.change):
            moved = _moved(gaps, weights, change)
            best = CombinedFlip(change=change, challenger=rival, weights=moved)
    return best


def _gaps(options: Mapping[str, Scores], weights: Weights) -> dict[str, Scores]:
    """By how much the first is ahead of each rival, by factor."""
    first = ranking(options, weights)[0].option
    return {
        rival: {one: options[first][one] - scores[one] for one in weights}
        for rival, scores in options.items()
        if rival != first
    }


def _flip(factor: str, leads: Mapping[str, Scores], weights: Weights) -> Flip:
    # Of rivals that draw level at one weight, the steepest leads beyond it.
    found = [
        (abs(change), -abs(gaps[factor]), change, rival)
        for rival, gaps in leads.items()
        if (change := _change(factor, gaps, weights)) is not None
    ]
    if not found:
        return Flip(factor=factor, weight=weights[factor], change=None, challenger=None)
    _, _, change, rival = min(found, key=lambda one: one[:2])
    return Flip(factor=factor, weight=weights[factor], change=change, challenger=rival)


def _change(factor: str, gaps: Scores, weights: Weights) -> Fraction | None:
    """Of one weight; None unless the rival can be ahead beyond it, within bounds."""
    gap = gaps[factor]
    if not gap:
        return None
    change = -_lead(gaps, weights) / gap
    return change if abs(change) < abs(_bound(gap, weights) - weights[factor]) else None


def _least_change(gaps: Scores, weights: Weights) -> Fraction | None:
    room = {one: abs(_bound(gap, weights) - weights[one]) for one, gap in gaps.items() if gap}
    at = _ZERO
    lead = _lead(gaps, weights)
    for end in sorted(set(room.values())):
        slope = sum((abs(gaps[one]) for one, left in room.items() if left > at), _ZERO)
        if slope and lead < slope * (end - at):
            return at + lead / slope
        lead -= slope * (end - at)
        at = end
    return None


def _moved(gaps: Scores, weights: Weights, change: Fraction) -> Weights:
    """The worst case for the first, with no weight moved by more than that."""
    moved = {}
    for one, weight in weights.items():
        room = _bound(gaps[one], weights) - weight if gaps[one] else _ZERO
        moved[one] = weight + max(min(room, change), -change)
    return moved


def _bound(gap: Fraction, weights: Weights) -> Fraction:
    """Where a weight ends that is moved against the first."""
    return _ZERO if gap > 0 else most(weights)


def _lead(gaps: Scores, weights: Weights) -> Fraction:
    return sum((weights[one] * gaps[one] for one in weights), _ZERO)
