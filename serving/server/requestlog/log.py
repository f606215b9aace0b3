"""The request log as the dataplane sees it: takes records at once, or drops and counts them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slipway.serving.server.events import emit
from slipway.serving.server.requestlog.buffer import LogBuffer
from slipway.serving.server.requestlog.sink import open_sink

if TYPE_CHECKING:
    from slipway.serving.package.manifest import Manifest
    from slipway.serving.package.signature import Column
    from slipway.serving.server.metrics import Metrics
    from slipway.serving.server.requestlog.record import LogRecord
    from slipway.serving.server.requestlog.writer import LogWriter
    from slipway.serving.server.settings import Settings

_CLOSE_SECONDS = 8.0


def open_log(manifest: Manifest, settings: Settings, metrics: Metrics) -> RequestLog | None:
    """The log that the settings ask for, if they ask for one."""
    if not settings.log_url:
        return None
    return RequestLog(manifest, settings, metrics)


class RequestLog:
    """A bounded buffer in front of a thread that writes Parquet.

    Never blocks and never raises into a request.
    """

    def __init__(self, manifest: Manifest, settings: Settings, metrics: Metrics) -> None:
        self._manifest = manifest
        self._settings = settings
        self._metrics = metrics
        self._sink = open_sink(settings.log_url)
        self._buffer = LogBuffer(settings.log_bytes)
        self._writer: LogWriter | None = None

    def start(self, outputs: tuple[Column, ...]) -> None:
        """Fixes the schema and starts the writer."""
        from slipway.serving.server.requestlog.log_table import LogTable  # noqa: PLC0415 - Arrow
        from slipway.serving.server.requestlog.writer import LogWriter  # noqa: PLC0415 - as above

        self._writer = LogWriter(
            buffer=self._buffer,
            table=LogTable(self._manifest.signature, outputs, self._manifest.version),
            sink=self._sink,
            metrics=self._metrics,
            flush_seconds=self._settings.log_flush_seconds,
            flush_rows=self._settings.log_flush_rows,
        )
        self._writer.start()

    def append(self, record: LogRecord) -> None:
        """Takes the record unless the buffer is full."""
        if not self._buffer.offer(record):
            self._metrics.log_dropped.inc(record.batch.rows)
        elif self._writer is not None and self._buffer.rows >= self._settings.log_flush_rows:
            self._writer.hurry()

    def close(self) -> None:
        """A last flush; what the store doesn't take in time is counted and said."""
        if self._writer is None:
            return
        lost = self._writer.close(_CLOSE_SECONDS)
        if lost:
            self._metrics.log_dropped.inc(lost)
            emit("log-rows-lost", rows=lost, message="the store did not take them before the exit")
