"""Only the span is read, only the version that is asked for, in few batches."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from slipway.monitoring.sources.request_log import RequestLog, Span, entries, label_entries
from slipway.monitoring.sources.store import FolderStore

DAY = datetime(2026, 5, 3, tzinfo=UTC)


def put(root: Path, moment: datetime, identifier: str, version: str = "1") -> Path:
    folder = root / f"date={moment:%Y-%m-%d}"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{moment:%H%M%S}-{identifier}.parquet"
    times = pa.array([moment], pa.timestamp("us", tz="UTC"))
    table = {"request_id": [identifier], "time": times, "model_version": [version]}
    pq.write_table(pa.table(table), path)
    return path


def found(log: RequestLog) -> list[str]:
    return [name for batch in log.batches() for name in batch.column("request_id").to_pylist()]


def test_the_span_is_half_open(tmp_path: Path) -> None:
    for minutes in (-1, 0, 59, 60):
        put(tmp_path, DAY + timedelta(minutes=minutes), str(minutes))
    span = Span(start=DAY, end=DAY + timedelta(hours=1))
    assert found(RequestLog(store=FolderStore(tmp_path), span=span)) == ["0", "59"]


def test_without_a_start_everything_before_the_end_is_read(tmp_path: Path) -> None:
    put(tmp_path, DAY - timedelta(days=900), "old")
    put(tmp_path, DAY + timedelta(days=1), "new")
    assert found(RequestLog(store=FolderStore(tmp_path), span=Span(start=None, end=DAY))) == ["old"]


def test_only_folders_of_the_span_are_opened(tmp_path: Path) -> None:
    for days in range(-3, 4):
        put(tmp_path, DAY + timedelta(days=days), str(days))
    span = Span(start=DAY, end=DAY + timedelta(hours=1))
    folders = [entry.name[:15] for entry in entries(FolderStore(tmp_path), span)]
    assert folders == ["date=2026-05-03", "date=2026-05-04"]  # the second: written after midnight


def test_files_that_were_last_changed_before_the_span_are_skipped(tmp_path: Path) -> None:
    old, new = put(tmp_path, DAY, "old"), put(tmp_path, DAY + timedelta(hours=9), "new")
    for path, moment in ((old, DAY), (new, DAY + timedelta(hours=9))):
        os.utime(path, (moment.timestamp(), moment.timestamp()))
    span = Span(start=DAY + timedelta(hours=8), end=DAY + timedelta(hours=10))
    assert [entry.name for entry in entries(FolderStore(tmp_path), span)] == [
        "date=2026-05-03/090000-new.parquet"
    ]


def test_rows_of_other_versions_are_left_out_and_counted(tmp_path: Path) -> None:
    for i, version in enumerate(["1", "2", "2", "3"]):
        put(tmp_path, DAY + timedelta(seconds=i), str(i), version)
    span = Span(start=DAY, end=DAY + timedelta(hours=1))
    log = RequestLog(store=FolderStore(tmp_path), span=span, version="2")
    assert found(log) == ["1", "2"]
    assert log.other_versions == {"1": 1, "3": 1}


def test_many_small_files_come_as_one_batch(tmp_path: Path) -> None:
    for i in range(30):
        put(tmp_path, DAY + timedelta(seconds=i), f"{i:02}")
    span = Span(start=DAY, end=DAY + timedelta(hours=1))
    batches = list(RequestLog(store=FolderStore(tmp_path), span=span).batches())
    assert [batch.num_rows for batch in batches] == [30]
    assert batches[0].column("request_id").to_pylist() == [f"{i:02}" for i in range(30)]


def test_labels_of_all_later_days_are_read(tmp_path: Path) -> None:
    for days in (-1, 0, 5):
        put(tmp_path, DAY + timedelta(days=days), str(days))
    span = Span(start=DAY, end=DAY + timedelta(hours=1))
    names = [entry.name for entry in label_entries(FolderStore(tmp_path), span)]
    assert [name[:15] for name in names] == ["date=2026-05-03", "date=2026-05-08"]


def test_a_store_writes_whole_files_and_misses_by_name(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    store.write("a/b.json", b"{}", "application/json")
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["b.json"]
    with store.open("a/b.json") as file:
        assert file.read() == b"{}"
    with pytest.raises(FileNotFoundError):
        store.open("a/c.json")
