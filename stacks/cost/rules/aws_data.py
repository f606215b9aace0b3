"""What keeps data on AWS: database, buckets, images, keys and secrets."""

from collections.abc import Iterator
from decimal import Decimal

from slipway.stacks.cost.catalogue.unit import Unit
from slipway.stacks.cost.rules.context import Context
from slipway.stacks.cost.rules.inputs import at, int_at, text_at
from slipway.stacks.cost.rules.outcome import Outcome
from slipway.stacks.cost.rules.request_log import logged_gigabytes
from slipway.stacks.cost.span import Span
from slipway.stacks.plan.graph import PlannedResource

_SMALLEST_GB = 20


def database(resource: PlannedResource, context: Context) -> Iterator[Outcome]:
    """Machine, storage up to what it may grow to, backups, and the secret that RDS keeps."""
    inputs = resource.inputs
    zones = "multi-AZ" if at(inputs, "multiAz") is True else "single-AZ"
    size = context.given(resource, "class", text_at(inputs, "instanceClass"), "db.t4g.small")
    yield context.running(f"database {size} {zones}", "rds-postgres", f"{size} {zones}")
    start = int_at(inputs, "allocatedStorage") or _SMALLEST_GB
    most = max(start, int_at(inputs, "maxAllocatedStorage") or start)
    kind = context.given(resource, "storage type", text_at(inputs, "storageType"), "gp3")
    storage = Span(Decimal(start), Decimal(start), Decimal(most))
    yield context.demand(
        "database storage", "rds-storage", f"{kind} {zones}", Unit.GB_MONTH, storage
    )
    backups = context.assume("backup-gb")
    sku = "backup beyond allowance"
    yield context.usage("database backups", "rds-storage", sku, Unit.GB_MONTH, backups)
    if at(inputs, "manageMasterUserPassword") is True:
        one = Span.exactly(1)
        yield context.demand("master password", "secretsmanager", "secret", Unit.MONTH, one)


def bucket(resource: PlannedResource, context: Context) -> Iterator[Outcome]:
    """Storage and requests; the request log's follows the traffic."""
    stored = context.assume("bucket-gb")
    if "request-log" in resource.name:
        stored = logged_gigabytes(context)
    sku = "standard first 50 TB"
    yield context.usage("stored objects", "s3", sku, Unit.GB_MONTH, stored)
    writes, reads = context.assume("bucket-writes"), context.assume("bucket-reads")
    yield context.usage("writes and lists", "s3", "PUT/COPY/POST/LIST", Unit.REQUESTS, writes)
    yield context.usage("reads", "s3", "GET and other", Unit.REQUESTS, reads)


def repository(_resource: PlannedResource, context: Context) -> Iterator[Outcome]:
    """Stored images."""
    stored = context.assume("registry-gb")
    yield context.usage("stored images", "ecr", "private storage", Unit.GB_MONTH, stored)


def key(_resource: PlannedResource, context: Context) -> Iterator[Outcome]:
    """The key with the versions that yearly rotation adds, and its use."""
    versions = context.assume("key-age")
    yield context.demand("key", "kms", "customer key", Unit.MONTH, versions)
    requests = context.assume("key-requests")
    yield context.usage("key requests", "kms", "symmetric requests", Unit.REQUESTS, requests)


def secret(_resource: PlannedResource, context: Context) -> Iterator[Outcome]:
    """The secret and its readers."""
    yield context.demand("secret", "secretsmanager", "secret", Unit.MONTH, Span.exactly(1))
    calls = context.assume("secret-calls")
    yield context.usage("secret calls", "secretsmanager", "API calls", Unit.REQUESTS, calls)
