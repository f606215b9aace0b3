"""What the process tells Prometheus; one registry per server, none that is global."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)

from slipway.serving.server.errors import CAUSES

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
        self.request_seconds = Histogram(
            "slipway_request_seconds",
            "Time from the request's head to the end of the reply.",
            ("route", "code"),
            buckets=_SECONDS,
            registry=registry,
        )
        self.in_flight = Gauge(
            "slipway_requests_in_flight",
            "Predictions asked for and not answered yet, the waiting ones included.",
            registry=registry,
        )
        self.queue_seconds = Histogram(
            "slipway_queue_seconds",
            "Time that admitted requests waited for a place.",
            buckets=_SECONDS,
            registry=registry,
        )
        self.model_seconds = Histogram(
            "slipway_model_seconds",
            "Time in the model itself.",
            buckets=_SECONDS,
            registry=registry,
        )
        self.rows = Histogram(
            "slipway_request_rows", "Rows per request.", buckets=_ROWS, registry=registry
        )
        self._define_failures(registry)
        self._define_log(registry)
        self._define_model(registry, manifest, digest)

    def exposition(self) -> bytes:
        """The text that Prometheus scrapes."""
        return generate_latest(self.registry)

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
