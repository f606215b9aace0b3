"""CloudWatch, managed Prometheus and notifications."""

from collections.abc import Iterator
from decimal import Decimal

from slipway.stacks.cost.catalogue.unit import Unit
from slipway.stacks.cost.rules.context import Context
from slipway.stacks.cost.rules.inputs import each_at, int_at, mapping_at, text_at
from slipway.stacks.cost.rules.outcome import Outcome
from slipway.stacks.cost.rules.samples import samples
from slipway.stacks.cost.span import Span
from slipway.stacks.plan.graph import PlannedResource

_FREE_SAMPLES = Decimal(40) * 10**6
_FREE_STORAGE_GB = Decimal(10)
_DAYS = Decimal(30)
_KEPT_DAYS = 30


def log_group(resource: PlannedResource, context: Context) -> Iterator[Outcome]:
    """What comes in, and what is kept of it."""
    name = text_at(resource.inputs, "name") or resource.name
    gigabytes = context.assume(_logs(name))
    sku = "logs ingested standard"
    yield context.usage("logs in", "cloudwatch", sku, Unit.GB, gigabytes)
    days = int_at(resource.inputs, "retentionInDays") or _KEPT_DAYS
    kept = gigabytes * context.assume("log-stored-share") * (days / _DAYS)
    yield context.usage("logs kept", "cloudwatch", "logs archived", Unit.GB_MONTH, kept)


def _logs(name: str) -> str:
    if name.endswith("/cluster"):
        return "logs-control-plane-gb"
    if name.endswith("/network"):
        return "logs-flow-gb"
    if name.endswith(("/application", "/performance")) or "/Endpoints/" in name:
        return "logs-container-gb"
    return "logs-other-gb"


def metric_alarm(resource: PlannedResource, context: Context) -> Iterator[Outcome]:
    """An alarm is billed per metric that it watches."""
    queries = each_at(resource.inputs, "metricQueries")
    watched = sum(1 for query in queries if mapping_at(query, "metric")) or 1
    count = Span.exactly(watched)
    yield context.demand("alarm", "cloudwatch", "alarm standard", Unit.ALARM_MONTH, count)


def metrics_workspace(_resource: PlannedResource, context: Context) -> Iterator[Outcome]:
    """Samples in, beyond the first 40 million; their storage beyond 10 GB; and queries."""
    billed = samples(context).map(lambda one: max(Decimal(0), one - _FREE_SAMPLES))
    sku = "ingest 40M..2B samples"
    yield context.usage("samples in", "prometheus", sku, Unit.SAMPLES, billed)
    gigabytes = context.assume("metric-storage-gb")
    kept = gigabytes.map(lambda one: max(Decimal(0), one - _FREE_STORAGE_GB))
    sku = "storage above 10 GB"
    yield context.usage("samples kept", "prometheus", sku, Unit.GB_MONTH, kept)
    queried = context.assume("metric-query-samples")
    yield context.usage("samples queried", "prometheus", "query", Unit.SAMPLES, queried)


def collector(_resource: PlannedResource, context: Context) -> Iterator[Outcome]:
    """The managed scraper: by the hour and by sample."""
    yield context.running("collector", "prometheus", "managed collector")
    sku = "managed collector samples"
    yield context.usage("samples scraped", "prometheus", sku, Unit.SAMPLES, samples(context))


def topic(_resource: PlannedResource, context: Context) -> Iterator[Outcome]:
    """Notifications by e-mail."""
    sent = context.assume("notifications")
    yield context.usage("notifications", "sns", "e-mail notification", Unit.REQUESTS, sent)
