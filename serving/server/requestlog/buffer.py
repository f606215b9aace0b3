"""Records that wait to be written, bounded in bytes."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from slipway.serving.server.requestlog.record import LogRecord


@dataclass(frozen=True, kw_only=True, slots=True)
class Taken:
    """Records that left the queue but still count against the bound until they are stored."""

    records: tuple[LogRecord, ...]
    rows: int
    size: int


class LogBuffer:
    """A queue between the event loop, which only ever offers, and the writer."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._lock = threading.Lock()
        self._queue: deque[tuple[LogRecord, int]] = deque()
        self._size = 0
        self._rows = 0

    @property
    def rows(self) -> int:
        """Rows that wait, those already taken not counted."""
        return self._rows

    def offer(self, record: LogRecord) -> bool:
        """Takes the record unless the bound would break."""
        size = record.size()
        with self._lock:
            if self._size + size > self._limit:
                return False
            self._queue.append((record, size))
            self._size += size
            self._rows += record.batch.rows
            return True

    def take(self, most_rows: int) -> Taken:
        """The oldest records, about `most_rows` rows of them."""
        records: list[LogRecord] = []
        rows = size = 0
        with self._lock:
            while self._queue and rows < most_rows:
                record, record_size = self._queue.popleft()
                records.append(record)
                rows += record.batch.rows
                size += record_size
            self._rows -= rows
        return Taken(records=tuple(records), rows=rows, size=size)

    def release(self, size: int) -> None:
        """Frees the memory of what was stored or given up."""
        with self._lock:
            self._size -= size
