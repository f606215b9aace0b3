"""Log Analytics, managed Prometheus and alerts."""

from collections.abc import Iterator
from decimal import Decimal

from slipway.stacks.cost.catalogue.unit import Unit
from slipway.stacks.cost.rules.context import Context
from slipway.stacks.cost.rules.inputs import each_at, int_at, text_at
from slipway.stacks.cost.rules.outcome import Outcome
from slipway.stacks.cost.rules.samples import samples
from slipway.stacks.cost.span import Span
from slipway.stacks.plan.graph import PlannedResource

_FREE_GB = Decimal(5)
_FREE_DAYS = 31
_DAYS = Decimal(30)
_FREE_SERIES = 10
_INGEST = "analytics ingest beyond 5 GB"
_METRIC_ALERT = "azure-native:monitor:MetricAlert"
_CLUSTER = "azure-native:containerservice:ManagedCluster"
_FREQUENCIES = {
    "PT1M": "log alert 1 min",
    "PT5M": "log alert 5 min",
    "PT10M": "log alert 10 min",
    "PT15M": "log alert 15 min",
}


def log_workspace(resource: PlannedResource, context: Context) -> Iterator[Outcome]:
    """Logs in, beyond 5 GB a month; and what is kept longer than 31 days."""
    gigabytes = context.assume("logs-other-gb")
    if context.by_type.get(_CLUSTER):
        gigabytes += context.assume("logs-container-gb") + context.assume("logs-control-plane-gb")
    billed = gigabytes.map(lambda one: max(Decimal(0), one - _FREE_GB))
    yield context.usage("logs in", "log-analytics", _INGEST, Unit.GB, billed)
    days = int_at(resource.inputs, "retentionInDays") or _FREE_DAYS
    if days > _FREE_DAYS:
        kept = gigabytes * ((days - _FREE_DAYS) / _DAYS)
        yield context.usage("logs kept", "log-analytics", "retention", Unit.GB_MONTH, kept)


def insights(_resource: PlannedResource, context: Context) -> Iterator[Outcome]:
    """Telemetry of endpoints and jobs: kept in a workspace, so billed as logs of that workspace.

    Learn, "Azure Monitor cost and usage". The workspace's own line takes its five free gigabytes.
    """
    gigabytes = context.assume("logs-other-gb")
    yield context.usage("telemetry in", "log-analytics", _INGEST, Unit.GB, gigabytes)


def metrics_workspace(_resource: PlannedResource, context: Context) -> Iterator[Outcome]:
    """Samples in, and samples that rules and people read."""
    sku = "managed Prometheus ingest"
    yield context.usage("samples in", "monitor", sku, Unit.SAMPLES, samples(context))
    queried = context.assume("metric-query-samples")
    sku = "managed Prometheus query"
    yield context.usage("samples queried", "monitor", sku, Unit.SAMPLES, queried)


def metric_alert(resource: PlannedResource, context: Context) -> Iterator[Outcome]:
    """The subscription's first ten series are free; at worst others have used them up."""
    before = _series_before(resource, context)
    own = _series(resource)
    billed = max(0, min(own, before + own - _FREE_SERIES))
    quantity = Span(Decimal(billed), Decimal(billed), Decimal(own))
    yield context.usage(
        "metric alert", "monitor", "metric alert beyond 10", Unit.SERIES_MONTH, quantity
    )


def _series_before(resource: PlannedResource, context: Context) -> int:
    total = 0
    for other in context.by_type.get(_METRIC_ALERT, ()):
        if other.urn == resource.urn:
            break
        total += _series(other)
    return total


def _series(resource: PlannedResource) -> int:
    return len(each_at(resource.inputs, "criteria", "allOf")) or 1


def log_alert(resource: PlannedResource, context: Context) -> Iterator[Outcome]:
    """By how often the query runs."""
    every = text_at(resource.inputs, "evaluationFrequency")
    frequency = context.given(resource, "evaluation frequency", every, "PT5M")
    sku = _FREQUENCIES.get(frequency, f"log alert {frequency}")
    yield context.demand("log alert", "monitor", sku, Unit.RULE_MONTH, Span.exactly(1))
