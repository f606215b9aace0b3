from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from slipway.serving.package import Column, ColumnType, Manifest, Signature, Task
from slipway.serving.server.metrics import Metrics
from slipway.serving.server.requestlog.buffer import LogBuffer, Taken
from slipway.serving.server.requestlog.log_table import LogTable
from slipway.serving.server.requestlog.record import LogRecord
from slipway.serving.server.requestlog.sink import FolderSink
from slipway.serving.server.requestlog.sink_error import SinkError
from slipway.serving.server.requestlog.writer import LogWriter
from slipway.serving.server.table import Batch, Output

if TYPE_CHECKING:
    from pathlib import Path

SIGNATURE = Signature(
    inputs=(
        Column(name="n", type=ColumnType.LONG, required=False),
        Column(name="word", type=ColumnType.STRING),
    )
)
OUTPUTS = (Column(name="prediction", type=ColumnType.DOUBLE),)
LARGE = 2**53 + 1


class MemorySink:
    """Keeps files, unless told to refuse them."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.away = False
        self.asked = 0

    def put(self, key: str, body: bytes) -> None:
        self.asked += 1
        if self.away:
            raise SinkError("away")
        self.files[key] = body

    def rows(self) -> list[dict[str, object]]:
        tables = [pq.read_table(pa.BufferReader(body)) for body in self.files.values()]
        return pa.concat_tables(tables).to_pylist() if tables else []


def record(name: str, *, day: int = 1, numbers: tuple[float, ...] = (1.0,)) -> LogRecord:
    rows = len(numbers)
    integers = np.array(numbers, dtype=np.int64 if np.isfinite(numbers).all() else np.float64)
    return LogRecord(
        request_id=name,
        time=datetime(2026, 1, day, 12, tzinfo=UTC).timestamp(),
        latency_ms=2.5,
        batch=Batch(arrays=(integers, np.array(["w"] * rows, dtype=object)), rows=rows),
        outputs=(Output(name="prediction", values=np.arange(rows, dtype=float)),),
    )


class Scene:
    """A writer whose thread is only started where a test says so."""

    def __init__(self, *, limit: int = 1_000_000, rows: int = 100, seconds: float = 60) -> None:
        manifest = Manifest(
            name="m", version="7", flavour="sklearn", task=Task.UNKNOWN, signature=SIGNATURE
        )
        self.metrics = Metrics(manifest, "")
        self.sink = MemorySink()
        self.buffer = LogBuffer(limit)
        self.writer = LogWriter(
            buffer=self.buffer,
            table=LogTable(SIGNATURE, OUTPUTS, "7"),
            sink=self.sink,
            metrics=self.metrics,
            flush_seconds=seconds,
            flush_rows=rows,
        )

    def count(self, name: str) -> float:
        value = self.metrics.registry.get_sample_value(name)
        assert value is not None
        return value


def test_every_row_gets_the_id_that_its_label_will_have() -> None:
    scene = Scene()
    scene.buffer.offer(record("one"))
    scene.buffer.offer(record("two", numbers=(1.0, 2.0)))
    scene.writer.flush()
    rows = scene.sink.rows()
    assert [row["request_id"] for row in rows] == ["one", "two/0", "two/1"]
    assert [row["prediction"] for row in rows] == [0.0, 0.0, 1.0]
    assert {row["model_version"] for row in rows} == {"7"}
    assert scene.count("slipway_log_records_written_total") == 3


def test_a_large_integer_survives_beside_a_gap() -> None:
    scene = Scene()
    scene.buffer.offer(record("whole", numbers=(LARGE,)))
    scene.buffer.offer(record("gap", numbers=(3.0, float("nan"))))
    scene.writer.flush()
    assert [row["n"] for row in scene.sink.rows()] == [LARGE, 3, None]


def test_a_file_holds_one_day_and_its_name_tells_when_and_where() -> None:
    scene = Scene()
    scene.buffer.offer(record("a", day=1))
    scene.buffer.offer(record("b", day=2))
    scene.writer.flush()
    folders = [key.split("/")[0] for key in scene.sink.files]
    assert folders == ["date=2026-01-01", "date=2026-01-02"]
    assert all(key.endswith(f"-{i}.parquet") for i, key in enumerate(scene.sink.files, 1))


def test_rows_that_a_store_refuses_are_kept_in_order_and_written_later() -> None:
    scene = Scene(rows=2)
    scene.sink.away = True
    for number in range(5):
        scene.buffer.offer(record(str(number)))
        scene.writer.flush()
    assert scene.sink.rows() == []
    scene.sink.away = False
    scene.writer.flush()
    assert [row["request_id"] for row in scene.sink.rows()] == list("01234")
    assert scene.count("slipway_log_records_written_total") == 5
    assert scene.count("slipway_log_write_failures_total") == 5


def test_the_bound_holds_while_a_store_is_away_and_is_free_again_after() -> None:
    size = record("x").size()
    scene = Scene(limit=3 * size)
    scene.sink.away = True
    taken = []
    for _ in range(5):
        taken.append(scene.buffer.offer(record("x")))
        scene.writer.flush()
    assert taken == [True, True, True, False, False]
    scene.sink.away = False
    scene.writer.flush()
    assert [scene.buffer.offer(record("x")) for _ in range(4)] == [True, True, True, False]


def test_a_row_that_can_not_be_written_is_counted_and_the_others_go_on(
    capsys: pytest.CaptureFixture[str],
) -> None:
    scene = Scene()
    scene.buffer.offer(record("bad", numbers=(0.5, float("nan"))))
    scene.writer.flush()
    scene.buffer.offer(record("good"))
    scene.writer.flush()
    assert [row["request_id"] for row in scene.sink.rows()] == ["good"]
    assert scene.count("slipway_log_records_dropped_total") == 2
    assert '"event": "log-rows-lost"' in capsys.readouterr().err


def test_closing_writes_what_waits() -> None:
    scene = Scene()
    scene.writer.start()
    scene.buffer.offer(record("last"))
    assert scene.writer.close(5) == 0
    assert [row["request_id"] for row in scene.sink.rows()] == ["last"]


def test_closing_writes_even_what_arrives_during_the_flush_that_closing_caused() -> None:
    class LateBuffer(LogBuffer):
        late = False

        def take(self, most_rows: int) -> Taken:
            taken = super().take(most_rows)
            if not taken.records and not self.late:
                self.late = True
                self.offer(record("late"))
            return taken

    scene = Scene()
    scene.writer._buffer = buffer = LateBuffer(1_000_000)
    scene.writer.start()
    buffer.offer(record("first"))
    assert scene.writer.close(5) == 0
    assert [row["request_id"] for row in scene.sink.rows()] == ["first", "late"]


def test_closing_while_the_store_is_away_tells_what_is_lost() -> None:
    scene = Scene(rows=1)
    scene.sink.away = True
    scene.writer.start()
    for _ in range(3):
        scene.buffer.offer(record("x"))
    assert scene.writer.close(5) == 3


def test_a_store_that_is_away_is_asked_at_its_pace_however_often_rows_hurry() -> None:
    scene = Scene(seconds=0.2)
    scene.sink.away = True
    scene.writer.start()
    began = time.monotonic()
    while time.monotonic() - began < 0.7:
        scene.buffer.offer(record("x"))
        scene.writer.hurry()
        time.sleep(0.005)
    asked = scene.sink.asked
    scene.writer.close(5)
    assert 2 <= asked <= 5


def test_a_folder_never_shows_half_a_file(tmp_path: Path) -> None:
    FolderSink(tmp_path).put("date=2026-01-01/a.parquet", b"x")
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["a.parquet"]
    (tmp_path / "taken").write_text("a file where a folder should be")
    with pytest.raises(SinkError, match=r"FileExistsError|NotADirectoryError"):
        FolderSink(tmp_path).put("taken/b.parquet", b"x")
