"""A span of a SageMaker capture, in the columns of the request log."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from slipway.monitoring.errors import UnreadableError
from slipway.monitoring.sources.request_log import Span
from slipway.monitoring.sources.sagemaker_capture import SageMakerCapture
from slipway.monitoring.sources.store import FolderStore
from tests.monitoring.captures import exchange, side, write

NOON = datetime(2026, 5, 3, 12, tzinfo=UTC)
TYPES: dict[str, pa.DataType] = {
    "age": pa.float64(),
    "joined": pa.timestamp("us"),
    "city": pa.string(),
    "label": pa.int64(),
}
SCHEMA = pa.schema(TYPES)
ROW = {"age": 31, "joined": "2026-01-31T08:00:00", "city": "Ulm"}
ANSWER = {"predictions": [1]}


def capture(root: Path, start: datetime | None = NOON) -> SageMakerCapture:
    return SageMakerCapture(
        store=FolderStore(root),
        span=Span(start=start, end=NOON + timedelta(hours=1)),
        reference=SCHEMA,
        features=("age", "joined", "city"),
    )


def asked(*rows: dict[str, Any]) -> dict[str, object]:
    return {"dataframe_records": list(rows)}


def rows(log: SageMakerCapture) -> list[dict[str, Any]]:
    return [row for batch in log.batches() for row in batch.to_pylist()]


def identifiers(log: SageMakerCapture) -> list[str]:
    return [row["request_id"] for row in rows(log)]


def test_values_take_the_references_types(tmp_path: Path) -> None:
    write(FolderStore(tmp_path), NOON, [exchange(NOON, asked(ROW), ANSWER)])
    [batch] = capture(tmp_path).batches()
    types = {name: batch.schema.field(name).type for name in ("age", "joined", "city", "time")}
    assert types == {
        "age": pa.float64(),
        "joined": pa.timestamp("us"),
        "city": pa.string(),
        "time": pa.timestamp("us", tz="UTC"),
    }
    assert batch.to_pylist()[0]["prediction"] == 1


def test_values_of_another_kind_stay_for_the_verdict_to_find(tmp_path: Path) -> None:
    strange = {**ROW, "age": "old"}
    write(FolderStore(tmp_path), NOON, [exchange(NOON, asked(strange), ANSWER)])
    [batch] = capture(tmp_path).batches()
    assert batch.schema.field("age").type == pa.string()


def test_the_callers_own_id_joins_labels_and_sagemakers_where_there_is_none(
    tmp_path: Path,
) -> None:
    two = {"predictions": [1, 0]}
    exchanges = [
        exchange(NOON, asked(ROW), ANSWER, event="e1", inference="loan-7"),
        exchange(NOON, asked(ROW), ANSWER, event="e2"),
        exchange(NOON, asked(ROW, ROW), two, inference="loan-8"),
    ]
    write(FolderStore(tmp_path), NOON, exchanges)
    assert identifiers(capture(tmp_path)) == ["loan-7", "e2", "loan-8/0", "loan-8/1"]


def test_the_span_is_half_open_whatever_file_an_exchange_is_in(tmp_path: Path) -> None:
    minutes = (-1, 0, 59, 60)
    exchanges = [
        exchange(NOON + timedelta(minutes=one), asked(ROW), ANSWER, event=str(one))
        for one in minutes
    ]
    write(FolderStore(tmp_path), NOON, exchanges)
    assert identifiers(capture(tmp_path)) == ["0", "59"]


def test_only_the_folders_of_the_span_are_looked_into(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    write(store, NOON, [exchange(NOON, asked(ROW), ANSWER, event="now")])
    broken = write(store, NOON - timedelta(days=2), [])
    (tmp_path / broken).write_text("no capture", encoding="utf-8")
    assert identifiers(capture(tmp_path)) == ["now"]
    with pytest.raises(UnreadableError, match=broken.rpartition("/")[0]):
        identifiers(capture(tmp_path, start=None))


def test_files_older_than_the_span_are_not_opened(tmp_path: Path) -> None:
    name = write(FolderStore(tmp_path), NOON, [exchange(NOON, asked(ROW), ANSWER)])
    old = (NOON - timedelta(hours=2)).timestamp()
    os.utime(tmp_path / name, (old, old))
    assert rows(capture(tmp_path)) == []


def test_exchanges_of_different_columns_share_a_file(tmp_path: Path) -> None:
    fewer = {name: ROW[name] for name in ("age", "city")}
    exchanges = [exchange(NOON, asked(fewer), ANSWER), exchange(NOON, asked(ROW), ANSWER)]
    write(FolderStore(tmp_path), NOON, exchanges)
    assert [row["joined"] is None for row in rows(capture(tmp_path))] == [True, False]


def test_refused_and_unreadable_exchanges_are_counted_by_reason(tmp_path: Path) -> None:
    exchanges = [
        exchange(NOON, asked(ROW), {"error": "no model"}),
        exchange(NOON, asked(ROW), {"error": "no model"}),
        exchange(NOON, asked(ROW, ROW), ANSWER),
        exchange(NOON, side("hello"), ANSWER),
        exchange(NOON, asked(ROW), ANSWER),
    ]
    write(FolderStore(tmp_path), NOON, exchanges)
    log = capture(tmp_path)
    assert len(rows(log)) == 1
    assert log.left_out == {
        "no list of rows": 2,
        "as many answers as rows": 1,
        "text that is no JSON": 1,
    }
