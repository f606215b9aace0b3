"""A span of what SageMaker captured at an endpoint, in the columns of our own request log.

A container without a network can't write a log itself; SageMaker captures requests and answers
around it instead: JSON lines below ``ENDPOINT/VARIANT/yyyy/mm/dd/hh``. What differs from our log:

- The join key of labels is the `InferenceId` of the call, or else SageMaker's own event id.
- A binary classifier's score is missing: the protocol's answers don't carry it.
- Values come as JSON or CSV has them; they are read as the reference's types.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa

from slipway.monitoring.arrow import Column, column
from slipway.monitoring.errors import UnreadableError
from slipway.monitoring.sources.captured_body import (
    SCORE,
    Body,
    Columns,
    UnreadableBodyError,
    answer_columns,
    request_columns,
)
from slipway.monitoring.sources.request_log import SLACK, Span, together
from slipway.monitoring.sources.store import Entry, ObjectStore

LACKING = frozenset({SCORE})
"""Columns of our own log that a capture never has."""

IDENTIFIER, TIME = "request_id", "time"
_SUFFIX = ".jsonl"
_INSTANT = pa.timestamp("us", tz="UTC")


@dataclass(kw_only=True)
class SageMakerCapture:
    """The rows of a capture in a span; the version is in the store's URL."""

    store: ObjectStore
    span: Span
    reference: pa.Schema
    """Types of the columns, and names of those that come without: features, in their order."""
    features: tuple[str, ...]
    left_out: dict[str, int] = field(default_factory=dict)
    """Exchanges that couldn't be read, by reason; refused requests are among them."""

    def batches(self) -> Iterator[pa.RecordBatch]:
        """The rows, in batches of useful size."""
        yield from together(
            batch for entry in self._entries() if (batch := self._read(entry)).num_rows
        )

    def _entries(self) -> Iterator[Entry]:
        days = self.span.days()
        prefixes = ("",) if days is None else (_folder(day) for day in days)
        for prefix in prefixes:
            for entry in self.store.entries(prefix):
                start = self.span.start
                recent = start is None or entry.modified >= start - SLACK
                if recent and entry.name.endswith(_SUFFIX):
                    yield entry

    def _read(self, entry: Entry) -> pa.RecordBatch:
        with self.store.open(entry.name) as file:
            lines = file.read().splitlines()
        return self._batch(record_of(entry.name, line) for line in lines if line.strip())

    def _batch(self, records: Iterable[dict[str, Any]]) -> pa.RecordBatch:
        rows: dict[str, list[object]] = {}
        count = 0
        for record in records:
            count = self._add(rows, count, record)
        return pa.RecordBatch.from_pydict(
            {name: self._typed(name, values) for name, values in rows.items()}
        )

    def _add(self, rows: dict[str, list[object]], count: int, record: dict[str, Any]) -> int:
        """Appends one exchange's rows; returns how many there are then."""
        try:
            found = self._exchange(record)
        except UnreadableBodyError as reason:
            self.left_out[str(reason)] = self.left_out.get(str(reason), 0) + 1
            return count
        more = len(found[IDENTIFIER]) if found else 0
        for name in {**rows, **found} if more else ():
            values = rows.setdefault(name, [None] * count)
            values.extend(found.get(name, [None] * more))
        return count + more

    def _exchange(self, record: dict[str, Any]) -> Columns:
        """Its columns; none for one outside the span."""
        about, sides = record.get("eventMetadata", {}), record.get("captureData", {})
        moment = _moment(about)
        early = self.span.start is not None and moment < self.span.start
        if early or moment >= self.span.end:
            return {}
        request = request_columns(Body.of(sides.get("endpointInput")), self.features)
        answer = answer_columns(Body.of(sides.get("endpointOutput")))
        lengths = {len(values) for values in (*request.values(), *answer.values())}
        if len(lengths) != 1:
            raise UnreadableBodyError("as many answers as rows")
        [rows] = lengths
        identifier = str(about.get("inferenceId") or about.get("eventId") or "")
        numbered = [identifier] if rows == 1 else [f"{identifier}/{row}" for row in range(rows)]
        return {**request, **answer, IDENTIFIER: numbered, TIME: [moment] * rows}

    def _typed(self, name: str, values: list[object]) -> Column:
        if name == TIME:
            return pa.array(values, _INSTANT)
        array = _column(values)
        if name in self.reference.names:
            try:
                return array.cast(self.reference.field(name).type)
            except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
                return array  # a finding: the values changed their kind
        return array


def _folder(day: str) -> str:
    """``date=2026-05-03/`` as SageMaker writes it: ``2026/05/03/``."""
    return day.removeprefix("date=").replace("-", "/")


def record_of(place: str, line: bytes) -> dict[str, Any]:
    """One line of a capture file.

    Raises:
        UnreadableError: It is no JSON object.
    """
    try:
        record = json.loads(line)
    except json.JSONDecodeError as error:
        raise UnreadableError(place=place, reason=str(error)) from error
    if not isinstance(record, dict):
        raise UnreadableError(place=place, reason="a line that is no object")
    return record


def _moment(about: dict[str, Any]) -> datetime:
    try:
        moment = datetime.fromisoformat(str(about["inferenceTime"]))
    except (KeyError, ValueError) as error:
        raise UnreadableBodyError("no time") from error
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _column(values: list[object]) -> Column:
    try:
        return column(values)
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        return pa.array([None if value is None else str(value) for value in values])
