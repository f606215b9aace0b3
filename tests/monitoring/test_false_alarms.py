"""How often nothing is called something: at most one window in a hundred, at every size.

Windows are drawn from rows that the reference hasn't seen; the bound allows for the count's own
chance (three standard deviations of a Poisson count with the mean that the budget allows).
"""

import numpy as np
import pyarrow as pa
import pytest

from slipway.monitoring.judge import Collected, judge
from slipway.monitoring.profiles.table import TableProfile
from slipway.monitoring.reference import Reference, batch_outcomes
from slipway.monitoring.states import State
from slipway.monitoring.thresholds import DEFAULT
from slipway.monitoring.verdict import Window
from tests.monitoring.tables import CAR_LOAN_ROLES, batch, car_loan, fit

WINDOWS = {100: 400, 500: 400, 5000: 100}


def judged_rows(reference: Reference, rows: pa.RecordBatch) -> Window:
    layout = reference.layout
    collected = Collected(
        index=0,
        profile=TableProfile.of(layout.bins, rows, known=layout.known),
        outcomes=batch_outcomes(reference.task, reference.roles, rows, None),
    )
    return judge(reference, collected, DEFAULT)


@pytest.mark.parametrize("size", WINDOWS)
def test_windows_without_drift_alarm_at_most_once_in_a_hundred(size: int) -> None:
    random = np.random.default_rng(size)
    rows = car_loan("reference").combine_chunks().to_batches()[0]
    order = random.permutation(rows.num_rows)
    reference = fit(rows.take(pa.array(order[:25_000])), CAR_LOAN_ROLES)
    alarms = 0
    for _ in range(WINDOWS[size]):
        chosen = rows.take(pa.array(random.choice(order[25_000:], size)))
        alarms += judged_rows(reference, chosen).state.alarms
    budget = WINDOWS[size] / 100
    assert alarms <= budget + 3 * budget**0.5


@pytest.mark.parametrize("size", [100, 500])
def test_awkward_columns_do_not_alarm_more_often(size: int) -> None:
    """Heavy tails, many ties, rare categories and nulls, against a small reference."""
    random = np.random.default_rng(size)

    def drawn(rows: int) -> pa.RecordBatch:
        ranks = np.minimum(random.zipf(1.6, rows), 400)
        return batch(
            {
                "heavy": random.standard_cauchy(rows),
                "ties": np.floor(random.exponential(2, rows)) / 2,
                "skewed": random.lognormal(0, 2, rows),
                "rare": pa.array([f"k{rank}" for rank in ranks]),
                "nulls": pa.array(random.normal(size=rows), mask=random.random(rows) < 0.2),
                "flag": random.random(rows) < 0.02,
            }
        )

    reference = fit(drawn(2000))
    alarms = sum(judged_rows(reference, drawn(size)).state.alarms for _ in range(300))
    assert alarms <= 3 + 3 * 3**0.5


def test_a_huge_window_is_not_flagged_for_a_difference_that_does_not_matter() -> None:
    random = np.random.default_rng(0)
    reference = fit(batch({"x": random.normal(size=50_000)}))
    found = judged_rows(reference, batch({"x": random.normal(0.05, 1, 1_000_000)}))
    assert found.columns["x"].significant
    assert found.columns["x"].state is State.OK


@pytest.mark.parametrize("shift", [0.4, 0.8])
def test_drift_is_found_at_500_rows(shift: float) -> None:
    random = np.random.default_rng(1)
    columns = {f"still{i}": random.normal(size=20_000) for i in range(8)}
    reference = fit(batch({**columns, "moved": random.normal(size=20_000)}))
    found = 0
    for _ in range(50):
        still = {name: random.normal(size=500) for name in columns}
        window = judged_rows(reference, batch({**still, "moved": random.normal(shift, 1, 500)}))
        found += window.columns["moved"].state is State.DRIFT
    assert found >= 49
