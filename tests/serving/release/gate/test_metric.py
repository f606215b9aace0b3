import numpy as np
import pytest
from sklearn.metrics import accuracy_score, roc_auc_score, root_mean_squared_error

from slipway.serving.package import Task
from slipway.serving.release.gate.metric import (
    Metric,
    equal,
    measure,
    primary_metric,
    trivial,
)
from slipway.serving.release.gate.scored import FloatArray, Scored

DRAW = np.random.default_rng(7)
TRUTH = DRAW.integers(0, 2, 500)
SCORE = np.round(0.6 * TRUTH + DRAW.random(500), 1)  # rounded, so that many are tied
WEIGHTS = DRAW.integers(0, 4, 500).astype(np.float64)


def _ones() -> FloatArray:
    return np.ones(500)


@pytest.mark.parametrize("weights", [_ones(), WEIGHTS], ids=["equal weights", "a resample"])
def test_the_area_under_the_curve_is_scikit_learns_also_with_ties(weights: FloatArray) -> None:
    ours = measure(Metric.ROC_AUC, TRUTH, Scored(prediction=TRUTH, score=SCORE))(weights)
    assert ours == pytest.approx(roc_auc_score(TRUTH, SCORE, sample_weight=weights), abs=1e-12)


def test_accuracy_is_scikit_learns() -> None:
    guess = (SCORE > 0.5).astype(np.int64)
    ours = measure(Metric.ACCURACY, TRUTH, Scored(prediction=guess))(WEIGHTS)
    assert ours == pytest.approx(accuracy_score(TRUTH, guess, sample_weight=WEIGHTS), abs=1e-12)


def test_the_error_is_scikit_learns() -> None:
    truth = SCORE * 3
    ours = measure(Metric.RMSE, truth, Scored(prediction=SCORE))(WEIGHTS)
    expected = root_mean_squared_error(truth, SCORE, sample_weight=WEIGHTS)
    assert ours == pytest.approx(expected, abs=1e-12)


def test_binary_models_are_compared_by_score_only_when_both_have_one() -> None:
    scored, bare = Scored(prediction=TRUTH, score=SCORE), Scored(prediction=TRUTH)
    assert primary_metric(Task.BINARY, scored, scored) is Metric.ROC_AUC
    assert primary_metric(Task.BINARY, scored, bare) is Metric.ACCURACY
    assert primary_metric(Task.MULTICLASS, bare) is Metric.ACCURACY
    assert primary_metric(Task.REGRESSION, bare) is Metric.RMSE


def test_the_trivial_answers_are_a_coin_the_commonest_class_and_the_mean() -> None:
    labels = np.array([0] * 70 + [1] * 30)
    weights = np.ones(100)
    assert trivial(Metric.ROC_AUC, labels)(weights) == 0.5
    assert trivial(Metric.ACCURACY, labels)(weights) == pytest.approx(0.7)
    assert trivial(Metric.RMSE, labels)(weights) == pytest.approx(labels.std())


def test_a_model_that_answers_nothing_on_a_row_has_no_figure() -> None:
    broken = np.where(np.arange(500) == 3, np.nan, SCORE)
    assert np.isnan(measure(Metric.ROC_AUC, TRUTH, Scored(prediction=TRUTH, score=broken))(_ones()))
    assert np.isnan(measure(Metric.RMSE, SCORE, Scored(prediction=broken))(_ones()))


def test_labels_of_another_type_are_the_same_class() -> None:
    assert equal(np.array([1, 0]), np.array([True, False])).tolist() == [1, 1]
    assert equal(np.array(["a", "b"]), np.array(["a", "c"], dtype=object)).tolist() == [1, 0]
