"""The job's metrics on a Pushgateway, in one group per model."""

from datetime import datetime
from typing import Protocol

from prometheus_client import CollectorRegistry, Gauge, push_to_gateway, pushadd_to_gateway

from slipway.monitoring.states import State
from slipway.monitoring.verdict import Verdict, Window

JOB = "slipway-drift"
MAXIMUM_COLUMNS = 200
"""Columns with series of their own; of more those with the largest effects."""
TIMEOUT_SECONDS = 10


class Metrics(Protocol):
    """Where a run says what it found; a store out of reach is an OSError."""

    def verdict(self, verdict: Verdict, now: datetime) -> None:
        """Says what the verdict is."""

    def no_verdict(self, state: State, now: datetime) -> None:
        """Says that the job ran and came to none; the last success stays as it is."""


class Pusher:
    """Pushes under the grouping key (job, model); Prometheus must scrape with `honor_labels`."""

    def __init__(self, address: str, model: str) -> None:
        self._address = address
        self._key = {"model": model}

    def verdict(self, verdict: Verdict, now: datetime) -> None:
        """Replaces the model's whole group, so that columns that are gone leave no series."""
        registry = CollectorRegistry()
        window = verdict.windows[-1]
        _gauge(registry, "slipway_drift_state", STATE_HELP, verdict.state.number)
        _gauge(registry, "slipway_drift_rows", "Rows of the last window.", window.rows)
        _gauge(
            registry,
            "slipway_drift_last_success_timestamp_seconds",
            "When the job last came to a verdict.",
            now.timestamp(),
        )
        _columns(registry, window)
        _quality(registry, window)
        push_to_gateway(
            self._address,
            job=JOB,
            registry=registry,
            grouping_key=self._key,
            timeout=TIMEOUT_SECONDS,
        )

    def no_verdict(self, state: State, now: datetime) -> None:  # noqa: ARG002 -- the gateway's own
        """Says that the job ran and came to none; the last success stays as it is."""
        registry = CollectorRegistry()
        _gauge(registry, "slipway_drift_state", STATE_HELP, state.number)
        if state is State.NO_DATA:
            _gauge(registry, "slipway_drift_rows", "Rows of the last window.", 0)
        pushadd_to_gateway(
            self._address,
            job=JOB,
            registry=registry,
            grouping_key=self._key,
            timeout=TIMEOUT_SECONDS,
        )


STATE_HELP = "0 ok, 1 drift, 2 quality, 3 insufficient, 4 no data, 5 failed."


def _gauge(registry: CollectorRegistry, name: str, text: str, value: float) -> None:
    Gauge(name, text, registry=registry).set(value)


def _columns(registry: CollectorRegistry, window: Window) -> None:
    ranked = sorted(window.columns.items(), key=lambda item: -(item[1].effect or 0.0))
    text = {
        "score": "Statistic of the column's test: KS distance or chi-square.",
        "effect": "Size of the change between 0 and 1, comparable over columns and windows.",
        "drifted": "1 where the column drifted.",
    }
    gauges = {
        part: Gauge(f"slipway_drift_column_{part}", about, ["column"], registry=registry)
        for part, about in text.items()
    }
    for name, column in ranked[:MAXIMUM_COLUMNS]:
        gauges["drifted"].labels(name).set(column.state is State.DRIFT)
        if column.score is not None and column.effect is not None:
            gauges["score"].labels(name).set(column.score)
            gauges["effect"].labels(name).set(column.effect)


def _quality(registry: CollectorRegistry, window: Window) -> None:
    quality = window.quality
    if not quality.rows:
        return
    _gauge(
        registry,
        "slipway_quality_label_completeness",
        "Share of the last window's rows whose label has come.",
        quality.completeness,
    )
    rate = quality.measures.get("errorRate")
    if rate is not None:
        _gauge(registry, "slipway_quality_error_rate", "Share of wrong predictions.", rate.value)
    area = quality.measures.get("rocAuc")
    if area is not None:
        _gauge(registry, "slipway_quality_roc_auc", "Area under the ROC curve.", area.value)
