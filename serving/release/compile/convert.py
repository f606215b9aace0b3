"""From a fitted scikit-learn estimator to an ONNX graph."""

import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import onnx
from skl2onnx import convert_sklearn
from skl2onnx.common.data_types import (
    DoubleTensorType,
    FloatTensorType,
    StringTensorType,
)
from skl2onnx.sklapi import CastTransformer
from sklearn.base import is_classifier
from sklearn.compose import ColumnTransformer
from sklearn.pipeline import Pipeline

from slipway.serving.package import ColumnType, Signature
from slipway.serving.release.compile.boosters import prepare_booster
from slipway.serving.release.compile.precision import Precision
from slipway.serving.release.compile.votes import count_votes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sklearn.base import BaseEstimator

MATRIX = "inputs"
"""The name of the one input of a graph that takes all columns at once."""
_NAME = "model"
"""Of the graph; the converter's own would be another each time, and so would the image's digest."""
_OPSETS = {"": 18, "ai.onnx.ml": 3}
"""What all converters can write; later ones know nothing that these models need."""
_SINGLE_TREES = ("sklearn.tree.", "sklearn.ensemble._forest", "sklearn.ensemble._gb")
"""Modules whose estimators turn their inputs to single precision before they compare."""


class NotConvertibleError(Exception):
    """The estimator takes its columns in a form that a graph can't be given."""


def convert(
    estimator: "BaseEstimator", signature: Signature, precision: Precision, path: Path
) -> None:
    """Writes the graph; whether it answers alike is for others to say.

    Raises:
        NotConvertibleError: Text columns without a ColumnTransformer.
        Exception: Of the converter, which has no common class for what it doesn't know.
    """
    prepare_booster(estimator)
    options = {id(estimator): {"zipmap": False}} if is_classifier(estimator) else None
    inputs = _inputs(estimator, signature, precision)
    whole = _as_trees_compare(estimator)
    if whole is not estimator and options is not None:
        options = {id(whole): {"zipmap": False}}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        graph = convert_sklearn(
            whole, name=_NAME, initial_types=inputs, options=options, target_opset=_OPSETS
        )
    graph = count_votes(graph, _last(estimator))
    path.write_bytes(_with_doubles(graph).SerializeToString())


def _inputs(
    estimator: "BaseEstimator", signature: Signature, precision: Precision
) -> list[tuple[str, Any]]:
    number = DoubleTensorType if precision is Precision.DOUBLE else FloatTensorType
    first = estimator.steps[0][1] if isinstance(estimator, Pipeline) else estimator
    if isinstance(first, ColumnTransformer):
        # Numbers of one type, as scikit-learn puts them side by side.
        return [
            (one.name, (StringTensorType if one.type is ColumnType.STRING else number)([None, 1]))
            for one in signature.inputs
        ]
    texts = [one.name for one in signature.inputs if one.type is ColumnType.STRING]
    if texts:
        problem = f"column {texts[0]!r} is text, and the first step is no ColumnTransformer"
        raise NotConvertibleError(problem)
    return [(MATRIX, number([None, len(signature.inputs)]))]


def _last(estimator: "BaseEstimator") -> "BaseEstimator":
    return estimator.steps[-1][1] if isinstance(estimator, Pipeline) else estimator


def _as_trees_compare(estimator: "BaseEstimator") -> "BaseEstimator":
    """Trees of scikit-learn compare in single precision: doubles would turn off at other splits."""
    last = _last(estimator)
    if not type(last).__module__.startswith(_SINGLE_TREES):
        return estimator
    cast = ("single-precision", CastTransformer(dtype=np.float32))
    before: Sequence[Any] = estimator.steps[:-1] if isinstance(estimator, Pipeline) else ()
    return Pipeline([*before, cast, ("model", last)])


def _with_doubles(graph: Any) -> Any:
    """Every number that comes out is a double.

    The converter's own word for it is wrong in both directions, for trees that count in single
    precision and for sums that don't; a cast takes either.
    """
    numbers = {onnx.TensorProto.FLOAT, onnx.TensorProto.DOUBLE}
    for output in graph.graph.output:
        if output.type.tensor_type.elem_type not in numbers:
            continue
        name = output.name
        output.name = f"{name}-as-double"
        output.type.tensor_type.elem_type = onnx.TensorProto.DOUBLE
        cast = onnx.helper.make_node("Cast", [name], [output.name], to=onnx.TensorProto.DOUBLE)
        graph.graph.node.append(cast)
    return graph
