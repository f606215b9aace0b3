"""The units that a price may have, and which of them count the same thing."""

from decimal import Decimal
from enum import StrEnum


class Unit(StrEnum):
    """What a price is for; the list is closed, so that a typing mistake is no new unit."""

    HOUR = "hour"
    DAY = "day"
    MONTH = "month"
    GB = "GB"
    GB_HOUR = "GB-hour"
    GB_MONTH = "GB-month"
    VCPU_HOUR = "vCPU-hour"
    LCU_HOUR = "LCU-hour"
    IOPS_MONTH = "IOPS-month"
    MBPS_MONTH = "MBps-month"
    REQUESTS = "requests"
    REQUESTS_1K = "1k requests"
    REQUESTS_10K = "10k requests"
    REQUESTS_1M = "1M requests"
    OPERATIONS_10K = "10k ops"
    SAMPLES = "samples"
    SAMPLES_1M = "1M samples"
    SAMPLES_10M = "10M samples"
    METRIC_MONTH = "metric-month"
    ALARM_MONTH = "alarm-month"
    SERIES_MONTH = "series-month"
    RULE_MONTH = "rule-month"
    USER_MONTH = "user-month"
    EACH = "each"


_BY_TEXT = {unit.value.casefold(): unit for unit in Unit}
_TIME = {Unit.HOUR: Decimal(1), Unit.DAY: Decimal(24)}
_COUNTS: tuple[dict[Unit, Decimal], ...] = (
    {
        Unit.REQUESTS: Decimal(1),
        Unit.REQUESTS_1K: Decimal(10) ** 3,
        Unit.REQUESTS_10K: Decimal(10) ** 4,
        Unit.OPERATIONS_10K: Decimal(10) ** 4,
        Unit.REQUESTS_1M: Decimal(10) ** 6,
    },
    {
        Unit.SAMPLES: Decimal(1),
        Unit.SAMPLES_1M: Decimal(10) ** 6,
        Unit.SAMPLES_10M: Decimal(10) ** 7,
    },
)


class UnitMismatchError(Exception):
    """A quantity in a unit that its price doesn't count."""

    def __init__(self, quantity: Unit, price: Unit) -> None:
        super().__init__(f"a quantity in {quantity} can't be priced per {price}")


def unit_of(text: str) -> Unit | None:
    """The unit of a text, whatever its case, and in plural too; None for what is no unit."""
    plain = text.strip().casefold()
    return _BY_TEXT.get(plain) or _BY_TEXT.get(plain.removesuffix("s"))


def convert(quantity: Decimal, unit: Unit, into: Unit, hours_per_month: Decimal) -> Decimal:
    """The quantity in another unit of the same thing.

    Raises:
        UnitMismatchError: The two count different things.
    """
    if unit is into:
        return quantity
    month = {Unit.MONTH: hours_per_month}
    storage = {Unit.GB_HOUR: Decimal(1), Unit.GB_MONTH: hours_per_month}
    for family in (_TIME | month, storage, *_COUNTS):
        if unit in family and into in family:
            return quantity * family[unit] / family[into]
    raise UnitMismatchError(unit, into)
