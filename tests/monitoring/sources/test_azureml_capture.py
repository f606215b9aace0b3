"""A span of an Azure ML capture, in the columns of the request log."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from slipway.monitoring.errors import UnreadableError
from slipway.monitoring.sources.azureml_capture import ELSEWHERE, NO_ANSWER, AzureMlCapture
from slipway.monitoring.sources.request_log import Span
from slipway.monitoring.sources.store import FolderStore
from tests.monitoring.azureml_captures import line, write

NOON = datetime(2026, 5, 3, 12, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
TYPES: dict[str, pa.DataType] = {"age": pa.float64(), "city": pa.string()}
ASKED = {"dataframe_records": [{"age": 31, "city": "Ulm"}]}
ANSWER = {"predictions": [1]}


def capture(root: Path, start: datetime | None = NOON) -> AzureMlCapture:
    return AzureMlCapture(
        store=FolderStore(root),
        span=Span(start=start, end=NOON + HOUR),
        reference=pa.schema(TYPES),
        features=("age", "city"),
    )


def rows(log: AzureMlCapture) -> list[dict[str, Any]]:
    return [row for batch in log.batches() for row in batch.to_pylist()]


def both(
    root: Path, moment: datetime, key: str, asked: object = ASKED, answer: object = ANSWER
) -> None:
    store = FolderStore(root)
    write(store, moment, "request", [line("request", moment, asked, key)], instance=key)
    write(store, moment, "response", [line("response", moment, answer, key)], instance=key)


def test_a_request_and_its_answer_are_one_row_with_the_references_types(tmp_path: Path) -> None:
    both(tmp_path, NOON + MINUTE, "c1")
    [batch] = capture(tmp_path).batches()
    assert batch.schema.field("age").type == pa.float64()
    assert batch.schema.field("time").type == pa.timestamp("us", tz="UTC")
    assert batch.to_pylist() == [
        {
            "age": 31.0,
            "city": "Ulm",
            "prediction": 1,
            "request_id": "c1",
            "time": NOON + MINUTE,
        }
    ]


def test_answers_find_their_requests_whatever_the_order(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    asked = [
        line("request", NOON, {"inputs": {"age": [age], "city": ["Ulm"]}}, key)
        for key, age in (("c1", 20), ("c2", 40))
    ]
    answers = [
        line("response", NOON, {"predictions": [age]}, key) for key, age in (("c2", 40), ("c1", 20))
    ]
    write(store, NOON, "request", asked)
    write(store, NOON, "response", answers)
    assert {
        row["request_id"]: (row["age"], row["prediction"]) for row in rows(capture(tmp_path))
    } == {
        "c1": (20.0, 20),
        "c2": (40.0, 40),
    }


def test_an_answer_may_lie_in_the_next_hour(tmp_path: Path) -> None:
    store, late = FolderStore(tmp_path), NOON + 59 * MINUTE
    write(store, late, "request", [line("request", late, ASKED, "c1")])
    write(store, NOON + HOUR, "response", [line("response", NOON + HOUR, ANSWER, "c1")])
    log = capture(tmp_path)
    assert [row["request_id"] for row in rows(log)] == ["c1"]
    assert log.left_out == {}


def test_the_collectors_folders_may_come_without_endpoint_and_deployment(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    write(store, NOON, "request", [line("request", NOON, ASKED, "c1")], place="")
    write(store, NOON, "response", [line("response", NOON, ANSWER, "c1")], place="")
    assert len(rows(capture(tmp_path))) == 1


@pytest.mark.parametrize("moment", [NOON - MINUTE, NOON + HOUR, NOON + 5 * HOUR])
def test_what_is_outside_of_the_span_is_no_row(tmp_path: Path, moment: datetime) -> None:
    both(tmp_path, moment, "c1")
    assert rows(capture(tmp_path)) == []


def test_without_a_start_everything_before_the_end_counts(tmp_path: Path) -> None:
    both(tmp_path, NOON - 48 * HOUR, "c1")
    assert len(rows(capture(tmp_path, start=None))) == 1


def test_rows_of_one_request_are_numbered(tmp_path: Path) -> None:
    two = {"dataframe_split": {"columns": ["age", "city"], "data": [[1, "a"], [2, "b"]]}}
    both(tmp_path, NOON, "c1", two, {"predictions": [0, 1]})
    assert [row["request_id"] for row in rows(capture(tmp_path))] == ["c1/0", "c1/1"]


def test_csv_is_read_as_such(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    text = line("request", NOON, "age,city\n31,Ulm\n", "c1", datacontenttype="text/csv")
    write(store, NOON, "request", [text])
    write(store, NOON, "response", [line("response", NOON, ANSWER, "c1")])
    [row] = rows(capture(tmp_path))
    assert (row["age"], row["city"]) == (31.0, "Ulm")


def test_what_cannot_be_used_is_counted(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    both(tmp_path, NOON, "refused", ASKED, {"error": "too many requests"})
    write(
        store,
        NOON,
        "request",
        [
            line("request", NOON, ASKED, "lost"),
            line("request", NOON, "https://blob/large", "large", datainblob="true"),
        ],
        instance="i-9",
    )
    write(store, NOON, "response", [line("response", NOON, ANSWER, "large")], instance="i-9")
    log = capture(tmp_path)
    assert rows(log) == []
    assert log.left_out == {NO_ANSWER: 1, ELSEWHERE: 1, "no list of rows": 1}


def test_a_file_that_is_no_json_ends_the_run(tmp_path: Path) -> None:
    FolderStore(tmp_path).write(f"request/{NOON:%Y/%m/%d/%H}/x.jsonl", b"{broken\n", "text/plain")
    with pytest.raises(UnreadableError):
        rows(capture(tmp_path))
