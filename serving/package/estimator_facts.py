"""What an estimator says about its own predictions."""

from __future__ import annotations

from dataclasses import dataclass

from slipway.serving.package.signature import Column, ColumnType
from slipway.serving.package.task import Task

_BINARY = 2


@dataclass(frozen=True, kw_only=True)
class EstimatorFacts:
    """The task and the outputs that the server gives for it."""

    task: Task
    outputs: tuple[Column, ...]


def estimator_facts(estimator: object) -> EstimatorFacts | None:
    """The facts; nothing for an estimator that is neither classifier nor regressor."""
    import numpy as np  # noqa: PLC0415 - reading a manifest must not load numpy
    from sklearn.base import is_classifier, is_regressor  # noqa: PLC0415 - as above

    if is_regressor(estimator):
        return EstimatorFacts(task=Task.REGRESSION, outputs=(_prediction(ColumnType.DOUBLE),))
    classes: object = getattr(estimator, "classes_", None)
    if not is_classifier(estimator) or not isinstance(classes, np.ndarray):
        return None
    prediction = _prediction(_label_type(classes.dtype.kind))
    if len(classes) != _BINARY:
        return EstimatorFacts(task=Task.MULTICLASS, outputs=(prediction,))
    if not hasattr(estimator, "predict_proba"):
        return EstimatorFacts(task=Task.BINARY, outputs=(prediction,))
    score = Column(name="score", type=ColumnType.DOUBLE)
    return EstimatorFacts(task=Task.BINARY, outputs=(prediction, score))


def _prediction(kind: ColumnType) -> Column:
    return Column(name="prediction", type=kind)


def _label_type(kind: str) -> ColumnType:
    """The column type of class labels, from the kind letter of their numpy dtype."""
    kinds = {"b": ColumnType.BOOLEAN, "i": ColumnType.LONG, "u": ColumnType.LONG}
    return kinds.get(kind, ColumnType.DOUBLE if kind == "f" else ColumnType.STRING)
