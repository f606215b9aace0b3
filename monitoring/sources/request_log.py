"""A span of a model's request log, or of its labels, from folders named by date."""

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pyarrow as pa

from slipway.monitoring.arrow import counted
from slipway.monitoring.sources.formats import read
from slipway.monitoring.sources.store import Entry, ObjectStore
from slipway.monitoring.times import MISSING, microseconds

AHEAD = 4
"""Files that are fetched before they are needed."""
TOGETHER = 32_768
"""Rows up to which the batches of small files are put together."""
SLACK = timedelta(hours=1)
"""By how much clocks may differ: a file last changed before the span holds no row of it."""
LONGEST = timedelta(days=400)


@dataclass(frozen=True, kw_only=True)
class Span:
    """A half-open span of time; without a start everything before the end."""

    start: datetime | None
    end: datetime

    def days(self) -> Iterator[str] | None:
        """Folders that can hold rows of the span; None means all of them."""
        if self.start is None or self.end - self.start > LONGEST:
            return None
        # A row of the last second may be written after midnight: one day more.
        first, last = self.start.date(), (self.end + timedelta(days=1)).date()
        days = range((last - first).days + 1)
        return (f"date={first + timedelta(days=day):%Y-%m-%d}/" for day in days)


@dataclass(kw_only=True)
class RequestLog:
    """The rows of a log in a span, of one model version if one is named."""

    store: ObjectStore
    span: Span
    version: str | None = None
    other_versions: dict[str, int] = field(default_factory=dict)
    """Rows that were left out because another version answered them."""

    def batches(self) -> Iterator[pa.RecordBatch]:
        """The rows, in batches of useful size."""
        yield from together(
            kept
            for batch in files(self.store, entries(self.store, self.span))
            if (kept := self._kept(batch)).num_rows
        )

    def _kept(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        stamps = microseconds(batch.column("time"), column="time")
        low = _micros(self.span.start) if self.span.start is not None else MISSING + 1
        inside = (stamps >= low) & (stamps < _micros(self.span.end))
        batch = batch if inside.all() else batch.filter(pa.array(inside))
        if self.version is None or "model_version" not in batch.schema.names:
            return batch
        versions = batch.column("model_version").cast(pa.string())
        ours = versions.to_numpy(zero_copy_only=False) == self.version
        for version, amount in counted(versions.filter(~ours)):
            name = str(version)
            self.other_versions[name] = self.other_versions.get(name, 0) + amount
        return batch.filter(ours)


def entries(store: ObjectStore, span: Span) -> Iterator[Entry]:
    """The files that can hold rows of a span."""
    days = span.days()
    for prefix in days if days is not None else ("date=",):
        for entry in store.entries(prefix):
            recent = span.start is None or entry.modified >= span.start - SLACK
            if recent and entry.name.endswith(".parquet"):
                yield entry


def label_entries(store: ObjectStore, span: Span) -> Iterator[Entry]:
    """The label files for requests of a span: labels come later, so there is no end."""
    first = f"date={span.start:%Y-%m-%d}/" if span.start is not None else "date="
    for entry in store.entries("date="):
        if entry.name >= first and entry.name.endswith(".parquet"):
            yield entry


def files(store: ObjectStore, found: Iterable[Entry]) -> Iterator[pa.RecordBatch]:
    """The batches of files in order, a few fetched ahead."""
    waiting: deque[tuple[str, Future[pa.NativeFile]]] = deque()
    with ThreadPoolExecutor(max_workers=AHEAD) as pool:
        for entry in found:
            waiting.append((entry.name, pool.submit(store.open, entry.name)))
            if len(waiting) > AHEAD:
                yield from _next(waiting)
        while waiting:
            yield from _next(waiting)


def _next(waiting: deque[tuple[str, Future[pa.NativeFile]]]) -> Iterator[pa.RecordBatch]:
    name, file = waiting.popleft()
    yield from read(name, file.result)


def together(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Small batches of one schema as larger ones, in order."""
    held: list[pa.RecordBatch] = []
    rows = 0
    for batch in batches:
        if held and (rows >= TOGETHER or batch.schema != held[0].schema):
            yield _joined(held)
            held, rows = [], 0
        held.append(batch)
        rows += batch.num_rows
    if held:
        yield _joined(held)


def _joined(held: list[pa.RecordBatch]) -> pa.RecordBatch:
    if len(held) == 1:
        return held[0]
    return pa.Table.from_batches(held).combine_chunks().to_batches()[0]


def _micros(moment: datetime) -> int:
    return int(moment.astimezone(UTC).timestamp() * 1_000_000)
