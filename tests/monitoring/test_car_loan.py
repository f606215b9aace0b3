"""The car-loan data, whose drift begins at row 25,000 of 50,000: found there and nowhere else.

The expected figures are those published with NannyML for the same chunks.
"""

import functools

import pytest
from scipy.stats import chi2_contingency, ks_2samp, wasserstein_distance
from sklearn.metrics import roc_auc_score

from slipway.monitoring.states import State
from slipway.monitoring.verdict import Verdict
from tests.monitoring.tables import CAR_LOAN_ROLES, car_loan, fit, judged

DRIFTED = {
    "car_value",
    "salary_range",
    "loan_length",
    "repaid_loan_on_prev_car",
    "y_pred_proba",
}
COLUMNS = DRIFTED | {"debt_to_income_ratio", "size_of_downpayment", "driver_tenure", "y_pred"}

KS = {
    "car_value": (
        *(0.0131, 0.0111, 0.0166, 0.0143, 0.0112),
        *(0.4353, 0.4303, 0.4377, 0.4360, 0.4384),
    ),
    "y_pred_proba": (
        *(0.0253, 0.0123, 0.0164, 0.0106, 0.0141),
        *(0.1307, 0.1273, 0.1311, 0.1197, 0.1375),
    ),
}
CHI_SQUARE = {
    "salary_range": (1.03, 5.76, 2.65, 0.07, 1.01, 455.6, 428.6, 453.2, 438.3, 474.9),
    "repaid_loan_on_prev_car": (
        *(1.70, 0.24, 3.18, 0.02, 0.49),
        *(1179.9, 1163.0, 1170.5, 1023.3, 1227.5),
    ),
}
LOAN_LENGTH = (0.0381, 0.1267, 0.0784, 0.1195, 0.0524, 1.82, 1.75, 1.86, 1.80, 1.99)
ROC_AUC = (0.9710, 0.9702, 0.9763, 0.9677, 0.9699, 0.9600, 0.9585, 0.9590, 0.9631, 0.9576)


@functools.cache
def verdict(window: str) -> Verdict:
    reference = fit(car_loan("reference"), CAR_LOAN_ROLES)
    return judged(reference, car_loan("analysis"), window=window)


def drifted(window: int, found: Verdict) -> set[str]:
    columns = found.windows[window].columns
    return {name for name, column in columns.items() if column.state is State.DRIFT}


def test_all_25_drifted_cells_are_found_and_none_of_the_65_stable_ones() -> None:
    found = verdict("5000")
    assert {name for window in found.windows for name in window.columns} == COLUMNS
    alarms = {(i, name) for i in range(10) for name in drifted(i, found)}
    assert alarms == {(i, name) for i in range(5, 10) for name in DRIFTED}
    assert [window.state for window in found.windows] == [State.OK] * 5 + [State.DRIFT] * 5


def test_no_data_fault_and_no_concept_drift_is_made_up() -> None:
    found = verdict("5000")
    assert [window.findings for window in found.windows] == [()] * 10
    assert {window.concept.state for window in found.windows} == {State.OK}


def test_the_first_half_is_ok_and_the_second_drifted_in_exactly_these_columns() -> None:
    found = verdict("25000")
    assert [window.state for window in found.windows] == [State.OK, State.DRIFT]
    assert drifted(1, found) == DRIFTED
    assert found.exit_code == 1


def test_realised_quality_leaves_the_band_with_the_drift() -> None:
    rates = [w.quality.measures["errorRate"] for w in verdict("25000").windows]
    assert [rate.value for rate in rates] == pytest.approx([0.056, 0.084], abs=0.001)
    assert [rate.state for rate in rates] == [State.OK, State.QUALITY]


@pytest.mark.parametrize("column", KS)
def test_ks_is_the_published_one(column: str) -> None:
    scores = [window.columns[column].score for window in verdict("5000").windows]
    assert scores == pytest.approx(KS[column], abs=0.0011)


@pytest.mark.parametrize("column", CHI_SQUARE)
def test_chi_square_is_the_published_one(column: str) -> None:
    scores = [window.columns[column].score for window in verdict("5000").windows]
    assert scores == pytest.approx(CHI_SQUARE[column], abs=0.06)


def test_wasserstein_is_the_published_one() -> None:
    found = verdict("5000")
    deviation = found.reference["loan_length"].deviation
    assert deviation is not None
    moved = [w.columns["loan_length"].statistics["wasserstein"] * deviation for w in found.windows]
    assert moved == pytest.approx(LOAN_LENGTH, abs=0.006)


def test_roc_auc_is_the_published_one() -> None:
    values = [window.quality.measures["rocAuc"].value for window in verdict("5000").windows]
    assert values == pytest.approx(ROC_AUC, abs=0.0001)


@pytest.mark.parametrize("chunk", [0, 4, 5, 9])
def test_every_statistic_is_scipys_on_the_raw_rows(chunk: int) -> None:
    ours, theirs = car_loan("reference"), car_loan("analysis").slice(chunk * 5000, 5000)
    window = verdict("5000").windows[chunk]
    for name in ("car_value", "loan_length", "driver_tenure", "debt_to_income_ratio"):
        left, right = ours[name].to_numpy(), theirs[name].to_numpy()
        exact = ks_2samp(left, right, method="asymp")
        moved = wasserstein_distance(left, right) / left.std(ddof=1)
        assert window.columns[name].score == pytest.approx(exact.statistic, abs=0.0011), name
        assert window.columns[name].statistics["wasserstein"] == pytest.approx(moved, abs=2e-3)
    for name in ("salary_range", "size_of_downpayment"):
        counts = [
            {row["values"]: row["counts"] for row in table[name].value_counts().to_pylist()}
            for table in (ours, theirs)
        ]
        exact = chi2_contingency([[part.get(k, 0) for k in counts[0]] for part in counts])
        assert window.columns[name].p == pytest.approx(exact.pvalue, rel=1e-6), name
    area = roc_auc_score(theirs["repaid"].to_numpy(), theirs["y_pred_proba"].to_numpy())
    assert window.quality.measures["rocAuc"].value == pytest.approx(area, abs=1e-9)
