"""The thread that turns waiting records into stored files."""

from __future__ import annotations

import socket
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import TYPE_CHECKING

from typing_extensions import override

from slipway.serving.server.events import emit
from slipway.serving.server.failure import describe
from slipway.serving.server.requestlog.sink_error import SinkError

if TYPE_CHECKING:
    from slipway.serving.server.metrics import Metrics
    from slipway.serving.server.requestlog.buffer import LogBuffer, Taken
    from slipway.serving.server.requestlog.log_table import LogTable
    from slipway.serving.server.requestlog.record import LogRecord
    from slipway.serving.server.requestlog.sink import Sink


_DAY = 86400


@dataclass(frozen=True, kw_only=True, slots=True)
class _File:
    key: str
    body: bytes
    rows: int


class LogWriter(threading.Thread):
    """Writes every few seconds or rows; keeps what the store refuses, and tries again.

    While the store is away nothing new is encoded, so that the buffer's bound is the memory's.
    """

    def __init__(
        self,
        *,
        buffer: LogBuffer,
        table: LogTable,
        sink: Sink,
        metrics: Metrics,
        flush_seconds: float,
        flush_rows: int,
    ) -> None:
        # A daemon: an upload that hangs must not keep the process from ending.
        super().__init__(name="request-log", daemon=True)
        self._buffer = buffer
        self._table = table
        self._sink = sink
        self._metrics = metrics
        self._flush_seconds = flush_seconds
        self._flush_rows = flush_rows
        self._wake = threading.Event()
        self._closing = threading.Event()
        self._pending: list[_File] = []
        self._pending_size = 0
        self._failing = False
        self._sequence = 0
        self._host = socket.gethostname()

    def hurry(self) -> None:
        """Asks for a flush before its time."""
        self._wake.set()

    def close(self, seconds: float) -> int:
        """Ends with a last flush; gives the number of rows that could not be stored."""
        self._closing.set()
        self._wake.set()
        self.join(seconds)
        return self._buffer.rows + sum(file.rows for file in self._pending)

    @override
    def run(self) -> None:
        """The thread's life."""
        while not self._closing.is_set():
            # A store that is away is asked at the same pace however many rows come in.
            (self._closing if self._failing else self._wake).wait(self._flush_seconds)
            self._wake.clear()
            self.flush()
        self.flush()

    def flush(self) -> None:
        """Stores all that waits, oldest first, until the store refuses."""
        while self._store_pending():
            taken = self._buffer.take(self._flush_rows)
            if not taken.records:
                return
            self._encode(taken)

    def _encode(self, taken: Taken) -> None:
        self._pending_size = taken.size
        try:
            for day, group in groupby(taken.records, key=_day):
                records = list(group)
                rows = sum(record.batch.rows for record in records)
                body = self._table.parquet(records)
                self._pending.append(_File(key=self._key(day), body=body, rows=rows))
        except Exception as failure:  # noqa: BLE001 - the thread must outlive any record
            kept = sum(file.rows for file in self._pending)
            self._metrics.log_dropped.inc(taken.rows - kept)
            emit("log-rows-lost", rows=taken.rows - kept, failure=describe(failure))

    def _store_pending(self) -> bool:
        while self._pending:
            file = self._pending[0]
            try:
                self._sink.put(file.key, file.body)
            except SinkError as fault:
                self._metrics.log_failures.inc()
                if not self._failing:
                    emit("log-store-away", message=str(fault))
                self._failing = True
                return False
            if self._failing:
                emit("log-store-back")
            self._failing = False
            self._metrics.log_written.inc(file.rows)
            del self._pending[0]
        self._buffer.release(self._pending_size)
        self._pending_size = 0
        return True

    def _key(self, day: int) -> str:
        self._sequence += 1
        date = datetime.fromtimestamp(day * _DAY, UTC).date().isoformat()
        now = datetime.fromtimestamp(time.time(), UTC)
        return f"date={date}/{now:%Y%m%dT%H%M%S%fZ}-{self._host}-{self._sequence}.parquet"


def _day(record: LogRecord) -> int:
    return int(record.time // _DAY)
