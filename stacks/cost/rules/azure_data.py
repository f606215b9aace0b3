"""What keeps data on Azure: database, storage account, images and the vault."""

from collections.abc import Iterator
from decimal import Decimal

from slipway.stacks.cost.catalogue.unit import Unit
from slipway.stacks.cost.rules.context import Context
from slipway.stacks.cost.rules.inputs import at, int_at, text_at
from slipway.stacks.cost.rules.outcome import Outcome
from slipway.stacks.cost.rules.request_log import logged_gigabytes
from slipway.stacks.cost.span import Span
from slipway.stacks.plan.graph import PlannedResource

_SMALLEST_GB = 32
_SERVERS = {"D2ds_v4": "D2ds_v4 (2 x vCore)"}
_INCLUDED_GB = {"Basic": Decimal(10), "Standard": Decimal(100), "Premium": Decimal(500)}


def database(resource: PlannedResource, context: Context) -> Iterator[Outcome]:
    """Machine and storage, both twice with a standby; and backups beyond the database's size."""
    inputs = resource.inputs
    size = context.given(resource, "size", text_at(inputs, "sku", "name"), "Standard_B1ms")
    short = size.removeprefix("Standard_")
    standby = text_at(inputs, "highAvailability", "mode") or "Disabled"
    copies = 1 if standby == "Disabled" else 2
    yield context.running(f"database {short}", "postgres-flex", _SERVERS.get(short, short), copies)
    gigabytes = int_at(inputs, "storage", "storageSizeGB") or _SMALLEST_GB
    storage = Span.exactly(gigabytes * copies)
    yield context.demand("database storage", "postgres-flex", "storage", Unit.GB_MONTH, storage)
    backups = context.assume("backup-gb")
    sku = "backup LRS beyond allowance"
    yield context.usage("database backups", "postgres-flex", sku, Unit.GB_MONTH, backups)


def storage_account(resource: PlannedResource, context: Context) -> Iterator[Outcome]:
    """Stored objects, the request log among them, and operations."""
    sku = text_at(resource.inputs, "sku", "name")
    redundancy = context.given(resource, "redundancy", sku, "Standard_LRS").rpartition("_")[2]
    tier = (text_at(resource.inputs, "accessTier") or "Hot").lower()
    tree = at(resource.inputs, "isHnsEnabled") is True
    service = "adls-gen2" if tree else "blob"
    stored = context.assume("bucket-gb") + logged_gigabytes(context)
    label = f"{tier} {redundancy}"
    yield context.usage("stored objects", service, f"{label} first 50 TB", Unit.GB_MONTH, stored)
    writes, reads = context.assume("bucket-writes"), context.assume("bucket-reads")
    write_sku = f"{tier} write ops" if tree else f"{label} write and list ops"
    read_sku = f"{tier} read ops" if tree else f"{label} read ops"
    yield context.usage("writes and lists", service, write_sku, Unit.REQUESTS, writes)
    yield context.usage("reads", service, read_sku, Unit.REQUESTS, reads)


def registry(resource: PlannedResource, context: Context) -> Iterator[Outcome]:
    """Its tier by the day, and images beyond what the tier includes."""
    tier = context.given(resource, "tier", text_at(resource.inputs, "sku", "name"), "Standard")
    days = Span.exactly(context.hours / 24)
    yield context.demand(f"registry {tier}", "acr", tier, Unit.DAY, days)
    included = _INCLUDED_GB.get(tier, Decimal(0))
    repositories = max(1, len(context.config.platform.models)) + _PLATFORM_IMAGES
    stored = context.assume("registry-gb") * repositories
    beyond = stored.map(lambda one: max(Decimal(0), one - included))
    sku = "storage beyond the included GB"
    yield context.usage("stored images", "acr", sku, Unit.GB_MONTH, beyond)


_PLATFORM_IMAGES = 7
"""The images of the lock file, one repository each."""


def vault(_resource: PlannedResource, context: Context) -> Iterator[Outcome]:
    """A vault has no price of its own; operations have."""
    calls = context.assume("secret-calls")
    yield context.usage(
        "vault operations", "key-vault", "standard operations", Unit.REQUESTS, calls
    )
