"""Concept drift is told from a change of the inputs, and only worsening alarms."""

import numpy as np
import pyarrow as pa
import pytest

from slipway.monitoring.roles import Roles
from slipway.monitoring.states import State
from slipway.monitoring.verdict import Window
from tests.monitoring.tables import batch, fit, judged

ROLES = Roles(target="label", prediction="prediction", scores=("score",))


def stream(
    rows: int, seed: int, *, low: float = 0.0, high: float = 1.0, flip: float = 0.0
) -> pa.RecordBatch:
    """Calibrated scores between bounds; `flip` of the labels against them."""
    random = np.random.default_rng(seed)
    scores = random.uniform(low, high, rows)
    labels = random.random(rows) < scores
    labels ^= random.random(rows) < flip
    return batch({"score": scores, "prediction": scores >= 0.5, "label": labels})


REFERENCE = fit(stream(20_000, 0), ROLES)


def window(data: pa.RecordBatch) -> Window:
    return judged(REFERENCE, data).windows[0]


def test_flipped_labels_are_concept_drift() -> None:
    found = window(stream(2000, 1, flip=0.3))
    assert (found.concept.state, found.concept.direction) == (State.DRIFT, "worse")
    assert found.state is State.DRIFT
    assert not [name for name, column in found.columns.items() if column.state is State.DRIFT]


def test_harder_inputs_cost_quality_but_are_no_concept_drift() -> None:
    found = window(stream(5000, 2, low=0.35, high=0.65))
    assert found.concept.state is State.OK
    assert found.quality.measures["errorRate"].state is State.QUALITY
    assert found.columns["score"].state is State.DRIFT


def test_improvement_is_reported_and_does_not_alarm() -> None:
    random = np.random.default_rng(3)
    scores = random.uniform(0, 1, 3000)
    data = batch({"score": scores, "prediction": scores >= 0.5, "label": scores >= 0.5})
    found = window(data)
    assert (found.concept.state, found.concept.direction) == (State.OK, "better")
    assert found.state is State.OK


def test_without_scores_errors_are_expected_by_prediction() -> None:
    roles = Roles(target="label", prediction="prediction", excluded=frozenset({"score"}))
    reference = fit(stream(20_000, 0), roles)
    assert judged(reference, stream(3000, 4)).windows[0].concept.state is State.OK
    found = judged(reference, stream(3000, 5, flip=0.3)).windows[0].concept
    assert (found.state, found.method) == (State.DRIFT, "expected-errors-by-prediction")


@pytest.mark.parametrize(("factor", "state"), [(1.0, State.OK), (1.5, State.DRIFT)])
def test_a_regression_is_judged_by_its_absolute_error(factor: float, state: State) -> None:
    roles = Roles(target="y", prediction="p")

    def made(rows: int, seed: int, noise: float) -> pa.RecordBatch:
        random = np.random.default_rng(seed)
        truth = random.normal(size=rows)
        return batch({"y": truth, "p": truth + random.normal(0, noise, rows)})

    found = judged(fit(made(5000, 0, 0.1), roles), made(1000, 1, 0.1 * factor)).windows[0]
    assert found.concept.state is state
    assert found.quality.measures.keys() == {"meanAbsoluteError"}


def test_few_labels_are_insufficient_and_none_are_no_data() -> None:
    few = stream(500, 6).set_column(2, "label", pa.array([True] * 50 + [None] * 450))
    found = window(few)
    assert found.concept.state is State.INSUFFICIENT
    assert found.quality.state is State.INSUFFICIENT
    assert found.quality.completeness == 0.1
    none = stream(500, 6).set_column(2, "label", pa.nulls(500, pa.bool_()))
    assert window(none).concept.state is State.NO_DATA
    assert window(none).quality.state is State.NO_DATA


def test_a_perfect_reference_expects_no_errors_and_still_sees_new_ones() -> None:
    roles = Roles(target="y", prediction="p")
    reference = fit(batch({"y": [0, 1] * 500, "p": [0, 1] * 500}), roles)
    data = batch({"y": [0, 1] * 250, "p": [0, 1] * 200 + [1, 0] * 50})
    assert judged(reference, data).windows[0].concept.state is State.DRIFT
