"""What counts as the same answer."""

import numpy as np
import pytest

from slipway.serving.release.compile.agreement import compare
from slipway.serving.release.gate.scored import Scored


def scored(prediction: list[object], score: list[float] | None = None) -> Scored:
    return Scored(prediction=np.array(prediction), score=None if score is None else np.array(score))


def test_equal_answers_agree() -> None:
    found = compare(scored([0, 1], [0.2, 0.9]), scored([0, 1], [0.2, 0.9]))
    assert found.holds
    assert (found.rows, found.largest_difference) == (2, 0.0)


@pytest.mark.parametrize(("other", "holds"), [(0.9 + 9e-6, True), (0.9 + 2e-5, False)])
def test_scores_may_differ_by_what_single_precision_leaves(other: float, *, holds: bool) -> None:
    found = compare(scored([0, 1], [0.2, 0.9]), scored([0, 1], [0.2, other]))
    assert found.holds is holds
    assert found.outside == (0 if holds else 1)


def test_one_label_is_enough_to_differ() -> None:
    found = compare(scored(["a", "b"]), scored(["a", "c"]))
    assert (found.holds, found.different_labels) == (False, 1)


def test_predictions_that_are_numbers_are_compared_as_numbers() -> None:
    assert compare(scored([1000.0]), scored([1000.001])).holds
    assert not compare(scored([1000.0]), scored([1000.1])).holds


def test_a_gap_agrees_with_a_gap_alone() -> None:
    gap = float("nan")
    assert compare(scored([gap]), scored([gap])).holds
    assert not compare(scored([gap]), scored([0.0])).holds
    assert not compare(scored([0.0]), scored([gap])).holds


def test_no_rows_prove_nothing() -> None:
    assert not compare(scored([]), scored([])).holds
