"""Measures of realised quality, each against the band that the reference allows."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from scipy.stats import norm

from slipway.monitoring.profiles.moments import Moments
from slipway.monitoring.quality.auc import area
from slipway.monitoring.quality.outcomes import Outcomes
from slipway.monitoring.states import State
from slipway.monitoring.statistics import wilson
from slipway.monitoring.thresholds import Thresholds
from slipway.monitoring.verdict import Measure, Quality

Bounds = tuple[float, float, float]
"""Value, lower and upper bound."""


@dataclass(frozen=True, kw_only=True)
class _Rule:
    """How a measure is read: which way is worse, and how much of it matters."""

    name: str
    higher_is_worse: bool
    absolute: float
    relative: float


def quality(reference: Outcomes | None, window: Outcomes | None, limits: Thresholds) -> Quality:
    """Realised quality of a window; alarms only when an interval leaves the reference band."""
    if window is None or not window.labelled:
        rows = window.rows if window is not None else 0
        return Quality(state=State.NO_DATA, rows=rows, labelled=0, completeness=0.0, repeated=0)
    measures = tuple(_measures(reference, window, limits))
    enough = window.labelled >= limits.minimum_labels
    known = reference is not None and reference.labelled >= limits.minimum_labels
    worse = any(measure.state is State.QUALITY for measure in measures)
    state = State.QUALITY if worse else State.OK
    return Quality(
        state=state if enough and known else State.INSUFFICIENT,
        rows=window.rows,
        labelled=window.labelled,
        completeness=window.labelled / window.rows,
        repeated=window.repeated,
        measures={measure.name: measure for measure in measures},
    )


def _measures(
    reference: Outcomes | None, window: Outcomes, limits: Thresholds
) -> Iterator[Measure]:
    for rule, bounds in _bounds(window, limits):
        known = dict(_bounds(reference, limits)) if reference is not None else {}
        yield _against(rule, bounds, known.get(rule), limits, window.labelled)


def _bounds(outcomes: Outcomes, limits: Thresholds) -> Iterator[tuple[_Rule, Bounds]]:
    confidence = limits.interval
    if outcomes.residuals.count:
        rule = _Rule(
            name="meanAbsoluteError",
            higher_is_worse=True,
            absolute=0.0,
            relative=limits.relative_tolerance,
        )
        yield rule, _mean(outcomes.residuals, confidence)
        return
    if not outcomes.labelled:
        return
    low, high = wilson.interval(outcomes.errors, outcomes.labelled, confidence)
    rule = _Rule(
        name="errorRate",
        higher_is_worse=True,
        absolute=limits.error_tolerance,
        relative=limits.relative_tolerance,
    )
    yield rule, (outcomes.errors / outcomes.labelled, low, high)
    found = area(outcomes.scores, confidence) if outcomes.scores is not None else None
    if found is not None:
        rule = _Rule(
            name="rocAuc", higher_is_worse=False, absolute=limits.score_tolerance, relative=0.0
        )
        yield rule, found


def _mean(residuals: Moments, confidence: float) -> Bounds:
    half = float(norm.isf((1 - confidence) / 2)) * residuals.deviation
    half /= math.sqrt(residuals.count)
    return residuals.mean, max(residuals.mean - half, 0.0), residuals.mean + half


def _against(
    rule: _Rule, bounds: Bounds, known: Bounds | None, limits: Thresholds, labelled: int
) -> Measure:
    value, low, high = bounds
    if known is None:
        return Measure(name=rule.name, value=value, low=low, high=high, state=State.INSUFFICIENT)
    tolerance = max(rule.absolute, rule.relative * known[0])
    band = (min(known[1], known[0] - tolerance), max(known[2], known[0] + tolerance))
    worse = low > band[1] if rule.higher_is_worse else high < band[0]
    better = high < band[0] if rule.higher_is_worse else low > band[1]
    enough = labelled >= limits.minimum_labels
    return Measure(
        name=rule.name,
        value=value,
        low=low,
        high=high,
        reference=known[0],
        band_low=max(band[0], 0.0),
        band_high=band[1],
        direction="worse" if worse else "better" if better else "same",
        state=(State.QUALITY if worse else State.OK) if enough else State.INSUFFICIENT,
    )
