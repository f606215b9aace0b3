import numpy as np
import pyarrow as pa
import pytest
from sklearn.metrics import roc_auc_score

from slipway.monitoring.profiles.bins import NumericBins
from slipway.monitoring.quality.auc import area
from slipway.monitoring.quality.outcomes import Outcomes, Task, outcomes

CLASSES = Task(regression=False)


def found(labels: list[object], predictions: list[object], task: Task = CLASSES) -> Outcomes:
    return outcomes(task, labels=pa.array(labels), predictions=pa.array(predictions), scores=None)


@pytest.mark.parametrize(
    ("labels", "predictions"),
    [
        ([1, 0, 1], [1.0, 1.0, 1.0]),
        ([True, False, True], [1, 1, 1]),
        (["1", "0", "1"], [1, 1, 1]),
        (["yes", "no", "yes"], ["yes", "yes", "yes"]),
    ],
    ids=["float", "boolean", "text", "names"],
)
def test_a_class_is_the_same_class_in_every_type(
    labels: list[object], predictions: list[object]
) -> None:
    result = found(labels, predictions)
    assert (result.labelled, result.errors) == (3, 1)


def test_rows_without_label_or_prediction_count_as_rows_only() -> None:
    result = found([1, None, 0], [1, 1, None])
    assert (result.rows, result.labelled, result.errors) == (3, 1, 0)


def test_the_confusion_adds_up_over_merged_parts() -> None:
    left, right = found(["a", "b"], ["a", "a"]), found(["b", "b"], ["a", "c"])
    assert left.merge(right).confusion == {("a", "a"): 1, ("b", "a"): 2, ("b", "c"): 1}
    assert left.merge(right).confusion == right.merge(left).confusion


def test_no_label_in_a_batch_is_no_error() -> None:
    result = found([None, None], [1, 0])
    assert (result.rows, result.labelled, result.errors) == (2, 0, 0)


def test_a_regression_counts_absolute_errors() -> None:
    result = found([1.0, 2.0, float("nan")], [1.5, 2.0, 1.0], Task(regression=True))
    assert result.labelled == 2
    assert result.residuals.mean == 0.25


def binary(rows: int, seed: int) -> tuple[np.ndarray, np.ndarray, Outcomes]:
    random = np.random.default_rng(seed)
    scores = np.round(random.random(rows), 2)
    labels = (random.random(rows) < scores).astype(int)
    task = Task(
        regression=False,
        positive="1",
        score=NumericBins.fit(scores, low=float(scores.min()), high=float(scores.max())),
    )
    result = outcomes(
        task,
        labels=pa.array(labels),
        predictions=pa.array((scores >= 0.5).astype(int)),
        scores=pa.array(scores),
    )
    return labels, scores, result


def test_roc_auc_is_scikit_learns() -> None:
    labels, scores, result = binary(5000, 0)
    assert result.scores is not None
    value = area(result.scores, 0.95)
    assert value is not None
    assert value[0] == pytest.approx(roc_auc_score(labels, scores), abs=1e-9)


def test_the_interval_of_roc_auc_covers_the_truth_as_often_as_it_says() -> None:
    # Scores uniform, labels drawn by them: the true area is 5/6.
    covered = 0
    for seed in range(400):
        _, _, result = binary(300, seed)
        assert result.scores is not None
        value = area(result.scores, 0.95)
        assert value is not None
        covered += value[1] <= 5 / 6 <= value[2]
    assert 0.92 < covered / 400 < 0.98


def test_roc_auc_needs_both_classes() -> None:
    task = Task(
        regression=False,
        positive="1",
        score=NumericBins.fit(np.asarray([0.1, 0.9]), low=0.1, high=0.9),
    )
    result = outcomes(
        task, labels=pa.array([1, 1]), predictions=pa.array([1, 1]), scores=pa.array([0.1, 0.9])
    )
    assert result.scores is not None
    assert area(result.scores, 0.95) is None
