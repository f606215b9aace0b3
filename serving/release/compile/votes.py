"""Forests count their trees' votes before they divide, so that a tie is a tie."""

from typing import Any

import numpy as np
import onnx
from sklearn.ensemble import ExtraTreesClassifier, RandomForestClassifier

_FORESTS = (RandomForestClassifier, ExtraTreesClassifier)
_NODE = "TreeEnsembleClassifier"


def count_votes(graph: Any, last: object) -> Any:
    """The graph of a forest of classifiers with whole votes in its leaves; others as they are.

    The converter writes a tree's share, such as 1/50 in single precision, into each leaf. Half of
    fifty such shares isn't one half, and a row on which the trees are divided, for which
    scikit-learn answers the first class, would get either.
    """
    if type(last) not in _FORESTS:
        return graph
    nodes = graph.graph.node
    at, forest = next((at, node) for at, node in enumerate(nodes) if node.op_type == _NODE)
    trees = len(last.estimators_)  # type: ignore[attr-defined]  # a fitted forest has them
    label, probabilities = forest.output
    forest.output[:] = [f"{label}-of-shares", "votes"]
    known = {attribute.name: attribute for attribute in forest.attribute}
    weights = known["class_weights"]
    weights.floats[:] = np.float32(np.float64(weights.floats) * trees).tolist()
    # With weights of one class only, the runtime makes up the other column, of shares.
    one_class = len(set(known["class_ids"].ints)) == 1
    made = [*_shares(probabilities, one_class=one_class), *_winner(label, probabilities)]
    for offset, node in enumerate(made, start=1):
        nodes.insert(at + offset, node)
    constants = {"trees": np.array(trees, np.float32), "classes": _classes(known)}
    if one_class:
        constants |= {"second": np.array([1], np.int64), "whole": np.array(1, np.float32)}
    graph.graph.initializer.extend(
        onnx.numpy_helper.from_array(value, name) for name, value in constants.items()
    )
    return graph


def _shares(probabilities: str, *, one_class: bool) -> list[Any]:
    """Votes divided by trees, a column per class."""
    node = onnx.helper.make_node
    if not one_class:
        return [node("Div", ["votes", "trees"], [probabilities])]
    return [
        node("Gather", ["votes", "second"], ["second-votes"], axis=1),
        node("Div", ["second-votes", "trees"], ["second-share"]),
        node("Sub", ["whole", "second-share"], ["first-share"]),
        node("Concat", ["first-share", "second-share"], [probabilities], axis=1),
    ]


def _winner(label: str, probabilities: str) -> list[Any]:
    """The class of the largest share, the first of equals."""
    node = onnx.helper.make_node
    return [
        node("ArgMax", [probabilities], ["winner"], axis=1, keepdims=0),
        node("Gather", ["classes", "winner"], [label]),
    ]


def _classes(known: dict[str, Any]) -> Any:
    texts = known.get("classlabels_strings")
    if texts is not None:
        return np.array([text.decode() for text in texts.strings], dtype=object)
    return np.array(known["classlabels_int64s"].ints, np.int64)
