"""Windows by rows, by time, or one; each outcome that has no verdict is a state of its own."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pyarrow as pa
import pytest

from slipway.monitoring.errors import NoDataError, WrongUseError
from slipway.monitoring.roles import Roles
from slipway.monitoring.states import State
from slipway.monitoring.windows import WindowSpec
from tests.monitoring.tables import fit, judged, mixed

REFERENCE = fit(mixed(5000))
TIMED = fit(mixed(5000), Roles(time="when"))
START = datetime(2026, 5, 3, tzinfo=UTC)


def timed(rows: int, hours: float, seed: int = 1) -> pa.RecordBatch:
    step = timedelta(hours=hours) / rows
    return mixed(rows, seed).append_column(
        "when", pa.array([START + step * i for i in range(rows)])
    )


@pytest.mark.parametrize("sizes", [[2500], [700, 1800], [1] * 5 + [2495], [999, 1, 1500]])
def test_windows_by_rows_do_not_depend_on_the_batches(sizes: list[int]) -> None:
    data = mixed(2500, 1)
    starts = np.cumsum([0, *sizes[:-1]])
    parts = [data.slice(int(start), size) for start, size in zip(starts, sizes, strict=True)]
    found = judged(REFERENCE, parts, window="1000").windows
    whole = judged(REFERENCE, data, window="1000").windows
    assert [(w.index, w.rows) for w in found] == [(0, 1000), (1, 1000), (2, 500)]
    assert [w.columns["colour"].score for w in found] == [w.columns["colour"].score for w in whole]


def test_without_a_window_all_rows_are_one() -> None:
    assert [window.rows for window in judged(REFERENCE, mixed(3333, 1)).windows] == [3333]


def test_windows_of_time_take_rows_in_any_order() -> None:
    data = timed(2400, 24)
    shuffled = data.take(pa.array(np.random.default_rng(0).permutation(2400)))
    for rows in (data, shuffled):
        found = judged(TIMED, rows, window="6h").windows
        assert [window.rows for window in found] == [600] * 4
        assert found[1].start == "2026-05-03T06:00:00Z"
        assert found[1].end == "2026-05-03T12:00:00Z"


def test_a_span_without_rows_is_a_window_without_data() -> None:
    data = timed(4000, 40).filter(pa.array([i < 1000 or i >= 3000 for i in range(4000)]))
    found = judged(TIMED, data, window="10h").windows
    assert [window.state for window in found].count(State.NO_DATA) >= 1
    assert sum(window.rows for window in found) == 2000
    assert [window.index for window in found] == list(range(len(found)))


def test_rows_without_a_time_are_counted() -> None:
    data = timed(1000, 5)
    times = pa.array([None, *data.column("when").to_pylist()[1:]], pa.timestamp("us", "UTC"))
    found = judged(TIMED, data.set_column(2, "when", times), window="1d")
    assert (found.windows[0].rows, found.undated_rows) == (999, 1)


@pytest.mark.parametrize("form", ["%Y-%m-%d %H:%M:%S.%f", "%Y-%m-%dT%H:%M:%SZ"])
def test_times_may_be_text(form: str) -> None:
    data = timed(1000, 5)
    texts = pa.array([moment.strftime(form) for moment in data.column("when").to_pylist()])
    assert judged(TIMED, data.set_column(2, "when", texts), window="1d").windows[0].rows == 1000


def test_no_rows_are_no_data_and_never_no_drift() -> None:
    for window in (None, "100", "1h"):
        found = judged(TIMED, timed(100, 1).slice(0, 0), window=window)
        assert [w.state for w in found.windows] == [State.NO_DATA]
        assert found.exit_code == 3


def test_few_rows_are_insufficient() -> None:
    for rows in (1, 99):
        found = judged(REFERENCE, mixed(rows, 1, shift=9))
        assert found.state is State.INSUFFICIENT
        assert found.exit_code == 0
        assert {column.state for column in found.windows[0].columns.values()} == {
            State.INSUFFICIENT
        }
    assert judged(REFERENCE, mixed(100, 1, shift=9)).state is State.DRIFT


def test_a_small_reference_is_insufficient_and_an_empty_one_is_refused() -> None:
    assert judged(fit(mixed(60)), mixed(1000, 1)).state is State.INSUFFICIENT
    with pytest.raises(NoDataError, match="reference: got no rows"):
        fit(mixed(10).slice(0, 0))


def test_a_constant_column_is_compared() -> None:
    reference = fit(pa.RecordBatch.from_pydict({"x": [1.5] * 500}))
    still = judged(reference, pa.RecordBatch.from_pydict({"x": [1.5] * 500}))
    assert still.state is State.OK
    moved = judged(reference, pa.RecordBatch.from_pydict({"x": [1.5] * 400 + [2.5] * 100}))
    assert moved.windows[0].columns["x"].state is State.DRIFT


@pytest.mark.parametrize("value", ["0", "0h", "soon", "-5", "1.5h", "10x", ""])
def test_a_wrong_window_is_refused(value: str) -> None:
    with pytest.raises(WrongUseError, match="--window: got"):
        WindowSpec.parse(value)


@pytest.mark.parametrize(
    ("value", "seconds"), [("90s", 90), ("15m", 900), ("6h", 21600), ("2d", 172800), ("1w", 604800)]
)
def test_durations(value: str, seconds: int) -> None:
    assert WindowSpec.parse(value).seconds == seconds


def test_a_duration_needs_a_column_of_times_and_a_sensible_length() -> None:
    with pytest.raises(WrongUseError, match="--time"):
        judged(REFERENCE, mixed(100), window="1h")
    with pytest.raises(WrongUseError, match="larger windows"):
        judged(TIMED, timed(1000, 24), window="1s")
    with pytest.raises(WrongUseError, match="larger windows"):
        judged(REFERENCE, mixed(10_100), window="1")
