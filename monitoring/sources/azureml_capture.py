"""A span of what Azure ML's collector captured at an endpoint, in the columns of our request log.

The collector keeps requests and answers apart, a JSON line (CloudEvents) each, in folders
``.../request/yyyy/MM/dd/HH`` and ``.../response/yyyy/MM/dd/HH``. What differs from our own log:

- The join key of labels is the `correlationid` that a request and its answer share.
- A binary classifier's score is missing: the protocol's answers don't carry it.
- Values come as JSON or CSV has them; they are read as the reference's types.
- A body above 256 kB lies in a file of its own; such exchanges are left out, and counted.

Source: "Collect production data from models deployed for real-time inferencing", Microsoft Learn.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pyarrow as pa
from typing_extensions import override

from slipway.monitoring.sources.captured_body import JSON
from slipway.monitoring.sources.request_log import together
from slipway.monitoring.sources.sagemaker_capture import SageMakerCapture, record_of

REQUEST, RESPONSE = "request", "response"
NO_ANSWER, ELSEWHERE = "no answer", "a body in a file of its own"
_PLACE = re.compile(
    rf"(?:^|/)(?P<side>{REQUEST}|{RESPONSE})/(?P<hour>\d{{4}}/\d{{2}}/\d{{2}}/\d{{2}})/[^/]+$"
)
_LATE = timedelta(hours=1)
"""An answer may be filed in the hour after its request's."""

Record = dict[str, Any]


@dataclass(kw_only=True)
class AzureMlCapture(SageMakerCapture):
    """Pairs both sides hour by hour, and then reads an exchange as any other capture's."""

    _waiting: dict[str, dict[str, Record]] = field(default_factory=dict)
    """Sides of which the other hasn't been seen yet, by correlation id."""

    @override
    def batches(self) -> Iterator[pa.RecordBatch]:
        """The rows, in batches of useful size."""
        yield from together(batch for batch in self._hours() if batch.num_rows)
        unanswered = sum(REQUEST in sides for sides in self._waiting.values())
        if unanswered:
            self.left_out[NO_ANSWER] = self.left_out.get(NO_ANSWER, 0) + unanswered

    def _hours(self) -> Iterator[pa.RecordBatch]:
        by_hour: dict[str, list[str]] = {}
        for entry in self.store.entries(""):
            found = _PLACE.search(entry.name)
            if found is not None and self._within(found["hour"]):
                by_hour.setdefault(found["hour"], []).append(entry.name)
        for hour in sorted(by_hour):
            yield self._batch(one for name in by_hour[hour] for one in self._pairs(name))

    def _within(self, hour: str) -> bool:
        start = datetime.strptime(hour, "%Y/%m/%d/%H").replace(tzinfo=UTC)
        begun = self.span.start is None or start >= self.span.start - _LATE
        return begun and start < self.span.end + _LATE

    def _pairs(self, name: str) -> Iterator[Record]:
        """The exchanges that a file completes."""
        found = _PLACE.search(name)
        side = REQUEST if found is None else found["side"]
        with self.store.open(name) as file:
            lines = file.read().splitlines()
        for line in lines:
            if not line.strip():
                continue
            record = record_of(name, line)
            key = str(record.get("correlationid") or record.get("id") or "")
            sides = self._waiting.setdefault(key, {})
            sides[side] = record
            if len(sides) == 2:  # noqa: PLR2004 -- both
                yield from self._whole(key, self._waiting.pop(key))

    def _whole(self, key: str, sides: Mapping[str, Record]) -> Iterator[Record]:
        if any(str(one.get("datainblob", "")).lower() == "true" for one in sides.values()):
            self.left_out[ELSEWHERE] = self.left_out.get(ELSEWHERE, 0) + 1
            return
        yield {
            "eventMetadata": {
                "inferenceId": key,
                "inferenceTime": sides[REQUEST].get("time"),
            },
            "captureData": {
                "endpointInput": _side(sides[REQUEST]),
                "endpointOutput": _side(sides[RESPONSE]),
            },
        }


def _side(record: Record) -> dict[str, str]:
    kind, data = str(record.get("datacontenttype", "")), record.get("data")
    return {
        "observedContentType": kind,
        "encoding": JSON,  # for text of any kind; only BASE64 would change it
        # JSON bodies are kept as values, others as text.
        "data": data if isinstance(data, str) else json.dumps(data),
    }
