"""What the process tells Prometheus; one registry per server, none that is global."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)

from slipway.serving.server.errors import CAUSES
from slipway.serving.server.histogram import Histogram, HistogramFamily, SingleHistogram

if TYPE_CHECKING:
    from slipway.serving.package.manifest import Manifest

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_ROWS = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024)


class Metrics:
    """The series, all of them there from the first scrape."""

    def __init__(self, manifest: Manifest, digest: str) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call]  # the library left it untyped
        registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        self.registry = registry
        self.request_seconds = HistogramFamily(
            "slipway_request_seconds",
            "Time from the request's head to the end of the reply.",
            ("route", "code"),
            _SECONDS,
        )
        registry.register(self.request_seconds)
        self.in_flight = 0
        """Predictions that wait or are with a thread; a plain number, the event loop's own."""
        Gauge(
            "slipway_requests_in_flight",
            "Predictions asked for and not answered yet, the waiting ones included.",
            registry=registry,
        ).set_function(lambda: self.in_flight)
        self.queue_seconds = Histogram(_SECONDS)
        self.model_seconds = Histogram(_SECONDS)
        self.rows = Histogram(_ROWS)
        self.batch_rows = Histogram(_ROWS)
        self._rows_at_once = Histogram(_ROWS)
        self._define_calls(registry)
        self._define_failures(registry)
        self._define_log(registry)
        self._define_model(registry, manifest, digest)

    def at_once(self, rows: int, seconds: float) -> None:
        """A call of the model on the event loop: one request's rows, and no wait before it."""
        self._rows_at_once.observe(rows)
        self.model_seconds.observe(seconds)

    def exposition(self) -> bytes:
        """The text that Prometheus scrapes."""
        return generate_latest(self.registry)

    def _define_calls(self, registry: CollectorRegistry) -> None:
        """What was answered at once is counted once and told three times."""
        at_once = self._rows_at_once
        for family in (
            SingleHistogram(
                "slipway_queue_seconds",
                "Time that admitted requests waited for a place.",
                lambda: self.queue_seconds.plus_zeros(at_once.count),
            ),
            SingleHistogram(
                "slipway_model_seconds", "Time in the model itself.", lambda: self.model_seconds
            ),
            SingleHistogram(
                "slipway_request_rows", "Rows per request.", lambda: self.rows.plus(at_once)
            ),
            SingleHistogram(
                "slipway_batch_rows",
                "Rows per call of the model, which may answer several requests.",
                lambda: self.batch_rows.plus(at_once),
            ),
        ):
            registry.register(family)

    def _define_failures(self, registry: CollectorRegistry) -> None:
        failures = Counter(
            "slipway_request_failures", "Requests that failed.", ("cause",), registry=registry
        )
        self.failures = {cause: failures.labels(cause) for cause in CAUSES}

    def _define_log(self, registry: CollectorRegistry) -> None:
        self.log_dropped = Counter(
            "slipway_log_records_dropped", "Rows that the request log lost.", registry=registry
        )
        self.log_written = Counter(
            "slipway_log_records_written", "Rows that reached the log's store.", registry=registry
        )
        self.log_failures = Counter(
            "slipway_log_write_failures", "Attempts to store that failed.", registry=registry
        )

    def _define_model(self, registry: CollectorRegistry, manifest: Manifest, digest: str) -> None:
        info = Gauge(
            "slipway_model_info",
            "The model that this process serves; always 1.",
            ("name", "version", "digest"),
            registry=registry,
        )
        info.labels(manifest.name, manifest.version, digest).set(1)
        self.load_seconds = Gauge(
            "slipway_model_load_seconds", "Time to load and warm up.", registry=registry
        )
        self.ready = Gauge(
            "slipway_ready", "Whether new traffic should come here.", registry=registry
        )
