"""The primary metric of each task, as functions of the rows' weights.

Weights make a bootstrap cheap: a resample is another weighting of the same rows, and whatever
doesn't depend on the weights, such as the order of the scores, is found once.
"""

from collections.abc import Callable
from enum import StrEnum

import numpy as np

from slipway.serving.package import Task
from slipway.serving.release.gate.scored import FloatArray, Scored, Values

Measure = Callable[[FloatArray], float]
"""A metric of one model on one data set; takes the weight of each row."""


class Metric(StrEnum):
    """How good a model is, in one figure."""

    ROC_AUC = "roc_auc"
    """Of binary classifiers that give a score: independent of any threshold."""
    ACCURACY = "accuracy"
    RMSE = "rmse"

    @property
    def lower_is_better(self) -> bool:
        """Whether the better model has the smaller figure."""
        return self is Metric.RMSE


def primary_metric(task: Task, *scored: Scored) -> Metric:
    """The metric that all of these models can be compared by."""
    if task is Task.REGRESSION:
        return Metric.RMSE
    if task is Task.BINARY and all(each.score is not None for each in scored):
        return Metric.ROC_AUC
    return Metric.ACCURACY


def measure(metric: Metric, truth: Values, scored: Scored) -> Measure:
    """The metric of a model; not a number when any of its answers is none."""
    if metric is Metric.ROC_AUC and scored.score is not None:
        if not np.isfinite(scored.score).all():
            return _undefined
        return _AreaUnderCurve(positive(truth), scored.score)
    if metric is Metric.RMSE:
        errors = scored.prediction.astype(np.float64) - truth.astype(np.float64)
        return _undefined if not np.isfinite(errors).all() else _RootOfAverage(errors**2)
    return _Average(equal(truth, scored.prediction))


def trivial(metric: Metric, truth: Values) -> Measure:
    """The metric of the best answer that never looks at a row."""
    if metric is Metric.ROC_AUC:
        return _coin
    if metric is Metric.RMSE:
        return _Deviation(truth.astype(np.float64))
    classes, counts = np.unique(truth, return_counts=True)
    return _Average((truth == classes[counts.argmax()]).astype(np.float64))


def positive(truth: Values) -> FloatArray:
    """One where a label is class 1, the later of the two in sorted order, else zero."""
    return np.asarray(truth == np.unique(truth)[-1], dtype=np.float64)


def equal(truth: Values, prediction: Values) -> FloatArray:
    """One where a prediction is right, else zero; 1, 1.0 and True are the same class."""
    kinds = {truth.dtype.kind, prediction.dtype.kind}
    if kinds <= set("biuf"):
        same = truth.astype(np.float64) == prediction.astype(np.float64)
    else:
        same = truth.astype(str) == prediction.astype(str)
    return np.asarray(same, dtype=np.float64)


class _AreaUnderCurve:
    """Probability that a row of class 1 scores above one of class 0; ties count half."""

    def __init__(self, truth: FloatArray, score: FloatArray) -> None:
        self._order = np.argsort(score, kind="stable")
        ordered = score[self._order]
        self._starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
        self._truth = truth[self._order]

    def __call__(self, weights: FloatArray) -> float:
        ordered = weights[self._order]
        ones = np.add.reduceat(ordered * self._truth, self._starts)
        zeros = np.add.reduceat(ordered * (1 - self._truth), self._starts)
        pairs = ones.sum() * zeros.sum()
        if pairs == 0:
            return float("nan")
        below = np.cumsum(zeros) - zeros
        return float((ones * (below + zeros / 2)).sum() / pairs)


class _Average:
    """The weighted mean of a value per row."""

    def __init__(self, values: FloatArray) -> None:
        self._values = values

    def __call__(self, weights: FloatArray) -> float:
        return float(np.average(self._values, weights=weights))


class _RootOfAverage:
    """The root of the weighted mean of a value per row."""

    def __init__(self, values: FloatArray) -> None:
        self._average = _Average(values)

    def __call__(self, weights: FloatArray) -> float:
        return float(np.sqrt(self._average(weights)))


class _Deviation:
    """The error of always answering the mean."""

    def __init__(self, truth: FloatArray) -> None:
        self._truth = truth

    def __call__(self, weights: FloatArray) -> float:
        mean = np.average(self._truth, weights=weights)
        return float(np.sqrt(np.average((self._truth - mean) ** 2, weights=weights)))


def _undefined(_weights: FloatArray) -> float:
    return float("nan")


def _coin(_weights: FloatArray) -> float:
    return 0.5
