"""Faults of the data are findings of their own and stop no other column's verdict."""

import numpy as np
import pyarrow as pa
import pytest

from slipway.monitoring.states import State
from slipway.monitoring.verdict import Window
from tests.monitoring.tables import fit, judged, mixed

REFERENCE = fit(mixed(5000))


def window(data: pa.RecordBatch) -> Window:
    return judged(REFERENCE, data).windows[0]


def replaced(name: str, values: pa.Array, rows: int = 1000) -> Window:
    data = mixed(rows, 1)
    return window(data.set_column(data.schema.get_field_index(name), name, values))


def kinds(found: Window) -> set[tuple[str, str, str]]:
    return {(finding.kind, finding.column, finding.severity) for finding in found.findings}


def test_clean_data_has_no_findings() -> None:
    assert window(mixed(1000, 1)).findings == ()


def test_a_column_of_nulls_is_a_fault_and_not_drift() -> None:
    found = replaced("amount", pa.nulls(1000, pa.float64()))
    assert kinds(found) == {("null", "amount", "fault")}
    assert found.columns["amount"].state is State.QUALITY
    assert found.columns["colour"].state is State.OK
    assert found.state is State.QUALITY


def test_unseen_categories_are_a_fault_and_not_drift() -> None:
    values = mixed(1000, 1).column("colour").to_pylist()
    found = replaced("colour", pa.array(["violet"] * 100 + values[100:]))
    assert kinds(found) == {("unseen", "colour", "fault")}
    assert found.columns["colour"].state is State.QUALITY
    assert "violet" not in "".join(finding.message for finding in found.findings)


def test_a_single_unseen_category_is_a_notice_that_does_not_alarm() -> None:
    values = mixed(1000, 1).column("colour").to_pylist()
    found = replaced("colour", pa.array(["violet", *values[1:]]))
    assert kinds(found) == {("unseen", "colour", "notice")}
    assert found.state is State.OK


def test_a_missing_column_is_a_fault_and_an_extra_one_a_notice() -> None:
    data = mixed(1000, 1).drop_columns(["colour"]).append_column("new", pa.array([1.0] * 1000))
    found = window(data)
    assert kinds(found) == {("schema", "colour", "fault"), ("schema", "new", "notice")}
    assert found.columns["colour"].state is State.QUALITY
    assert found.columns["amount"].state is State.OK


def test_infinities_and_values_out_of_range_are_told_apart() -> None:
    amounts = np.random.default_rng(1).normal(size=1000)
    amounts[:60] = np.inf
    amounts[60:120] = 1e6
    assert kinds(replaced("amount", pa.array(amounts))) >= {
        ("infinite", "amount", "fault"),
        ("range", "amount", "fault"),
    }


def test_numbers_that_come_as_text_are_compared_with_a_notice() -> None:
    texts = pa.array([str(value) for value in mixed(1000, 1).column("amount").to_pylist()])
    found = replaced("amount", texts)
    assert kinds(found) == {("type", "amount", "notice")}
    assert found.columns["amount"].state is State.OK


def test_words_in_a_column_of_numbers_are_a_fault() -> None:
    found = replaced("amount", pa.array(["1.0", "many"] * 500))
    assert ("type", "amount", "fault") in kinds(found)
    assert ("unreadable", "amount", "fault") in kinds(found)


def test_more_nulls_than_the_reference_has_are_a_fault_and_as_many_are_not() -> None:
    def made(rows: int, share: float, seed: int) -> pa.RecordBatch:
        random = np.random.default_rng(seed)
        values = pa.array(random.normal(size=rows), mask=random.random(rows) < share)
        return pa.RecordBatch.from_pydict({"x": values})

    reference = fit(made(5000, 0.1, 0))
    assert judged(reference, made(2000, 0.1, 1)).windows[0].findings == ()
    assert kinds(judged(reference, made(2000, 0.2, 2)).windows[0]) == {("null", "x", "fault")}


def test_the_range_of_a_small_reference_is_not_taken_for_the_truth() -> None:
    reference = fit(mixed(100, 3))
    assert judged(reference, mixed(1000, 4)).windows[0].state is State.OK


@pytest.mark.parametrize("rows", [100, 1000])
def test_a_fault_in_one_column_leaves_drift_in_another_found(rows: int) -> None:
    data = mixed(rows, 5, shift=2.0)
    found = window(data.set_column(1, "colour", pa.nulls(rows, pa.string())))
    assert found.columns["amount"].state is State.DRIFT
    assert found.columns["colour"].state is State.QUALITY
    assert found.state is State.DRIFT
