"""Concept drift: more errors than the reference had at the same scores.

A change of the inputs alone moves rows between scores and may cost quality, but leaves the error
rate at each score as it was. Errors beyond those expected at the window's own scores mean that the
relation between inputs and labels changed.
"""

import math

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm, poisson

from slipway.monitoring.quality.outcomes import Outcomes
from slipway.monitoring.states import State
from slipway.monitoring.thresholds import Thresholds
from slipway.monitoring.verdict import Concept

GROUP_ROWS = 100
"""Reference rows behind the expected error rate of a group of scores."""
MAXIMUM_GROUPS = 50

Floats = NDArray[np.float64]


def concept(reference: Outcomes | None, window: Outcomes | None, limits: Thresholds) -> Concept:
    """Observed against expected errors; only worsening alarms, improvement is reported."""
    if window is None or not window.labelled:
        return Concept(state=State.NO_DATA)
    if window.residuals.count:
        return _regression(reference, window, limits)
    method = "expected-errors" if window.scores is not None else "expected-errors-by-prediction"
    few = window.labelled < limits.minimum_labels
    if few or reference is None or reference.labelled < limits.minimum_labels:
        return Concept(state=State.INSUFFICIENT, method=method)
    known, errors, rows, observed = _strata(reference, window)
    if not rows.sum():
        return Concept(state=State.INSUFFICIENT, method=method)
    usual = float(errors.sum() / known.sum())
    rate = np.where(known > 0, errors / np.maximum(known, 1), usual)
    expected = float(np.dot(rows, rate))
    # The reference's own rates are estimates: the second term is their uncertainty. A group without
    # an error isn't without risk, hence half an error more.
    risk = (errors + 0.5) / (known + 1)
    variance = float(np.dot(rows * risk * (1 - risk), 1 + rows / (known + 1)))
    excess = float(observed.sum()) - expected
    share = excess / float(rows.sum())
    floor = max(limits.concept_floor, limits.concept_relative_floor * expected / float(rows.sum()))
    return _judged(
        method=method,
        score=float(observed.sum()) / expected if expected else 1.0 + float(observed.sum()),
        p=_chance(float(observed.sum()), expected, variance),
        effect=share,
        floor=floor,
        limits=limits,
    )


def _regression(reference: Outcomes | None, window: Outcomes, limits: Thresholds) -> Concept:
    method = "mean-absolute-error"
    ours, theirs = (reference.residuals if reference else None), window.residuals
    if ours is None or min(ours.count, theirs.count) < limits.minimum_labels:
        return Concept(state=State.INSUFFICIENT, method=method)
    spread = ours.deviation**2 / ours.count + theirs.deviation**2 / theirs.count
    gap = theirs.mean - ours.mean
    return _judged(
        method=method,
        score=theirs.mean / ours.mean if ours.mean else 1.0,
        p=float(2 * norm.sf(abs(gap) / math.sqrt(spread))) if spread else 1.0,
        effect=gap,
        floor=limits.concept_relative_floor * ours.mean,
        limits=limits,
    )


def _chance(observed: float, expected: float, variance: float) -> float:
    """Two-sided chance of such a gap without drift.

    The larger of the normal one, which knows how uncertain the expectation is, and Poisson's, which
    is right where few errors are expected and the normal one alarms too often.
    """
    normal = float(2 * norm.sf(abs(observed - expected) / math.sqrt(variance)))
    tail = (
        poisson.sf(observed - 1, expected)
        if observed > expected
        else poisson.cdf(observed, expected)
    )
    return min(max(normal, 2 * float(tail)), 1.0)


def _judged(
    *, method: str, score: float, p: float, effect: float, floor: float, limits: Thresholds
) -> Concept:
    proven = p <= limits.concept_level and abs(effect) >= floor
    return Concept(
        state=State.DRIFT if proven and effect > 0 else State.OK,
        method=method,
        score=score,
        p=p,
        effect=effect,
        floor=floor,
        direction=("worse" if effect > 0 else "better") if proven else "same",
    )


def _strata(reference: Outcomes, window: Outcomes) -> tuple[Floats, Floats, Floats, Floats]:
    """Rows and errors of the reference, then of the window, in groups of like scores."""
    ours, theirs = reference.scores, window.scores
    if ours is None or theirs is None or not ours.rows.sum():
        return _by_prediction(reference, window)
    groups = int(min(MAXIMUM_GROUPS, max(ours.rows.sum() // GROUP_ROWS, 1)))
    middles = (np.cumsum(ours.rows) - ours.rows / 2) / ours.rows.sum()
    group = np.minimum((middles * groups).astype(np.int64), groups - 1)

    def summed(counts: NDArray[np.int64]) -> Floats:
        return np.bincount(group, weights=counts, minlength=groups).astype(np.float64)

    return summed(ours.rows), summed(ours.errors), summed(theirs.rows), summed(theirs.errors)


def _by_prediction(reference: Outcomes, window: Outcomes) -> tuple[Floats, Floats, Floats, Floats]:
    answers = sorted({pair[1] for outcomes in (reference, window) for pair in outcomes.confusion})
    table = np.zeros((4, len(answers)))
    for offset, outcomes in ((0, reference), (2, window)):
        for (label, answer), amount in outcomes.confusion.items():
            table[offset, answers.index(answer)] += amount
            table[offset + 1, answers.index(answer)] += amount if label != answer else 0
    return table[0], table[1], table[2], table[3]
