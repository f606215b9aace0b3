"""Units as the price APIs write them, and how many of them one of ours is.

Strict: a text that isn't known, or that counts another kind of thing, is a fault and no guess.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from slipway.stacks.cost.catalogue.unit import Unit

_TEXT = re.compile(r"(?P<count>\d+(\.\d+)?)(?P<thousands>[KM]?)[ /]*(?P<what>.*)")
_THOUSANDS = {"": 1, "K": 10**3, "M": 10**6}
_KINDS: Mapping[str, str] = {
    "": "count", "request": "count", "requests": "count", "api request": "count",
    "api requests": "count",
    "hour": "hour", "hours": "hour", "hrs": "hour", "hr": "hour",
    "day": "day", "days": "day",
    "month": "month", "months": "month", "mo": "month",
    "gb": "GB", "gigabytes": "GB",
    "gb/month": "GB-month", "gb-month": "GB-month", "gb-mo": "GB-month",
    "gb-hour": "GB-hour", "gb-hours": "GB-hour",
    "vcpu-hour": "vCPU-hour", "vcpu-hours": "vCPU-hour",
    "lcu-hrs": "LCU-hour", "lcu-hours": "LCU-hour", "lcu-hour": "LCU-hour",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Measure:
    """So many of a kind of thing."""

    count: Decimal
    kind: str


_OURS: Mapping[Unit, tuple[int, str]] = {
    Unit.HOUR: (1, "hour"),
    Unit.DAY: (1, "day"),
    Unit.MONTH: (1, "month"),
    Unit.GB: (1, "GB"),
    Unit.GB_HOUR: (1, "GB-hour"),
    Unit.GB_MONTH: (1, "GB-month"),
    Unit.VCPU_HOUR: (1, "vCPU-hour"),
    Unit.LCU_HOUR: (1, "LCU-hour"),
    Unit.REQUESTS: (1, "count"),
    Unit.REQUESTS_1K: (10**3, "count"),
    Unit.REQUESTS_10K: (10**4, "count"),
    Unit.REQUESTS_1M: (10**6, "count"),
    Unit.OPERATIONS_10K: (10**4, "count"),
    Unit.SAMPLES: (1, "count"),
    Unit.SAMPLES_1M: (10**6, "count"),
    Unit.SAMPLES_10M: (10**7, "count"),
    Unit.METRIC_MONTH: (1, "month"),
    Unit.ALARM_MONTH: (1, "month"),
    Unit.SERIES_MONTH: (1, "month"),
    Unit.RULE_MONTH: (1, "month"),
    Unit.USER_MONTH: (1, "month"),
    Unit.EACH: (1, "count"),
}


class UnknownMeasureError(Exception):
    """The API prices something else than the catalogue counts."""

    def __init__(self, text: str, unit: Unit) -> None:
        super().__init__(f"it is priced per {text!r}, which is no number of {unit}")


def factor(text: str, unit: Unit, each: str = "") -> Decimal:
    """How many of the API's units one of ours is; `each` matches texts that mean one of ours.

    For samples and requests, `each` means a single one of them.

    Raises:
        UnknownMeasureError: The text is unknown, or of another kind.
    """
    count, kind = _OURS.get(unit, (1, unit.value))
    ours = Measure(count=Decimal(count), kind=kind)
    if each and re.fullmatch(each, text.strip(), re.IGNORECASE):
        return ours.count
    theirs = _measure(text)
    if theirs is None or theirs.kind != ours.kind:
        raise UnknownMeasureError(text, unit)
    return ours.count / theirs.count


def _measure(text: str) -> Measure | None:
    """`1 Hour`, `1/Month`, `10K`, `GB-Mo`; None for what is unknown."""
    plain = text.strip()
    found = _TEXT.fullmatch(plain)
    what = plain if found is None else found["what"]
    kind = _KINDS.get(what.casefold())
    if kind is None or (found is None and not plain):
        return None
    if found is None:
        return Measure(count=Decimal(1), kind=kind)
    return Measure(count=Decimal(found["count"]) * _THOUSANDS[found["thousands"]], kind=kind)
