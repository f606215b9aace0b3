"""A scikit-learn estimator: its label and, for two classes, the probability of the second."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np
from sklearn.ensemble import ExtraTreesClassifier, RandomForestClassifier
from sklearn.pipeline import Pipeline
from sklearn.tree import DecisionTreeClassifier

from slipway.serving.server.model.model_input import ModelInput, model_input
from slipway.serving.server.model.output_arrays import output_of

if TYPE_CHECKING:
    from slipway.serving.package.signature import Column, Signature
    from slipway.serving.server.table import Array, Batch, Output

# `predict` of these is by definition the argmax of `predict_proba`, so one call gives both.
_LABEL_IS_ARGMAX = (RandomForestClassifier, ExtraTreesClassifier, DecisionTreeClassifier)


class Estimator(Protocol):
    """The part of scikit-learn's interface that is used here."""

    def predict(self, inputs: ModelInput) -> Array:
        """Labels or values."""

    def predict_proba(self, inputs: ModelInput) -> Array:
        """One probability per class; only asked of binary classifiers."""


class SklearnModel:
    """The estimator with its steps before the last one run once per request, not once per call."""

    rowwise = True

    def __init__(self, estimator: Estimator, signature: Signature) -> None:
        _compute_in_this_thread(estimator)
        self._signature = signature
        self._outputs = signature.outputs
        self._scored = any(column.name == "score" for column in signature.outputs)
        self._before, self._last = _split(estimator)

    @property
    def outputs(self) -> tuple[Column, ...]:
        """As the manifest has them."""
        return self._outputs

    def predict(self, batch: Batch) -> tuple[Output, ...]:
        """Label (or value), and score if the model gives one."""
        inputs = model_input(self._signature, batch)
        if self._before is not None:
            inputs = self._before.transform(inputs)
        label = self._outputs[0]
        if not self._scored:
            return (output_of(label, self._last.predict(inputs), batch.rows),)
        probabilities = self._last.predict_proba(inputs)
        if isinstance(self._last, _LABEL_IS_ARGMAX):
            labels = self._last.classes_.take(np.argmax(probabilities, axis=1))
        else:
            labels = self._last.predict(inputs)
        return (
            output_of(label, labels, batch.rows),
            output_of(self._outputs[1], probabilities[:, 1], batch.rows),
        )


def _split(estimator: Estimator) -> tuple[Pipeline | None, Estimator]:
    """A pipeline's transforming steps and its last one: what its `predict` does, in two parts."""
    # A subclass may predict in a way of its own, so only the very class is taken apart.
    if not isinstance(estimator, Pipeline) or type(estimator) is not Pipeline:
        return None, estimator
    if len(estimator.steps) == 1:
        return None, estimator
    return estimator[:-1], estimator[-1]


def _compute_in_this_thread(estimator: Estimator) -> None:
    """Takes back the parallelism of training: threads for one row cost more than they save."""
    parameters: dict[str, object] = getattr(estimator, "get_params", dict)()
    jobs = {
        name: 1
        for name, value in parameters.items()
        if (name == "n_jobs" or name.endswith("__n_jobs")) and value not in (None, 1)
    }
    if jobs:
        estimator.set_params(**jobs)  # type: ignore[attr-defined]  # there if get_params is
