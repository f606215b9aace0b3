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
_FREE_QUERIED = Decimal(200) * 10**9
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
    """Samples in, their storage and samples read: each beyond what is free for good."""
    billed = _beyond(_FREE_SAMPLES, samples(context))
    sku = "ingest 40M..2B samples"
    yield context.usage("samples in", "prometheus", sku, Unit.SAMPLES, billed)
    kept = _beyond(_FREE_STORAGE_GB, context.assume("metric-storage-gb"))
    sku = "storage above 10 GB"
    yield context.usage("samples kept", "prometheus", sku, Unit.GB_MONTH, kept)
    queried = _beyond(_FREE_QUERIED, context.assume("metric-query-samples"))
    yield context.usage("samples queried", "prometheus", "query", Unit.SAMPLES, queried)


def _beyond(free: Decimal, quantity: Span) -> Span:
    return quantity.map(lambda one: max(Decimal(0), one - free))


def collector(_resource: PlannedResource, context: Context) -> Iterator[Outcome]:
    """The managed scraper: by the hour and by sample."""
    yield context.running("collector", "prometheus", "managed collector")
    sku = "managed collector samples"
    yield context.usage("samples scraped", "prometheus", sku, Unit.SAMPLES, samples(context))


def topic(_resource: PlannedResource, context: Context) -> Iterator[Outcome]:
    """Notifications by e-mail."""
    sent = context.assume("notifications")
    yield context.usage("notifications", "sns", "e-mail notification", Unit.REQUESTS, sent)
