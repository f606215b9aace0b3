"""The field types of the config: names, quantities, durations, days and cron lines.

Each carries its rule in words, which the JSON schema and the error messages share.
"""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Annotated

from cronsim import CronSim, CronSimError
from pydantic import AfterValidator, BeforeValidator, Field

DNS_LABEL = r"^[a-z]([-a-z0-9]{0,38}[a-z0-9])?$"
"""A DNS label of at most 40 characters, so that suffixes still fit into Kubernetes' 63."""

_QUANTITY = re.compile(r"^(?P<number>\d+(\.\d+)?)(?P<suffix>m|k|M|G|T|Ki|Mi|Gi|Ti)?$")
_FACTORS = {
    None: Decimal(1),
    "m": Decimal("0.001"),
    "k": Decimal(10) ** 3,
    "M": Decimal(10) ** 6,
    "G": Decimal(10) ** 9,
    "T": Decimal(10) ** 12,
    "Ki": Decimal(2) ** 10,
    "Mi": Decimal(2) ** 20,
    "Gi": Decimal(2) ** 30,
    "Ti": Decimal(2) ** 40,
}
_DURATION = re.compile(r"^(?P<number>\d+)(?P<unit>s|m|h|d)$")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


_ENGINE_DAY = re.compile(r"^(?P<day>\d{4}-\d{2}-\d{2}) 00:00:00 \+0000 UTC$")
"""How the engine hands on a day that stands in YAML without quotes."""


def quantity_value(quantity: str) -> Decimal:
    """The number behind a Kubernetes quantity: cores for CPU, bytes for memory.

    Raises:
        ValueError: The text is no positive quantity.
    """
    match = _QUANTITY.match(quantity)
    if match is None:
        raise ValueError("a Kubernetes quantity such as 500m, 2, 512Mi or 1Gi")
    value = Decimal(match["number"]) * _FACTORS[match["suffix"]]
    if value <= 0:
        raise ValueError("a quantity above zero")
    return value


def duration_value(duration: str) -> timedelta:
    """The time behind a duration such as ``90s``, ``15m``, ``6h`` or ``2d``.

    Raises:
        ValueError: The text is no duration.
    """
    match = _DURATION.match(duration)
    if match is None:
        raise ValueError("a whole number with a unit: 90s, 15m, 6h or 2d")
    return timedelta(**{_UNITS[match["unit"]]: int(match["number"])})


def _plain_day(value: object) -> object:
    """The same day for a file that is read here and for one that the engine has read."""
    match = _ENGINE_DAY.match(value) if isinstance(value, str) else None
    return value if match is None else match["day"]


def _check_quantity(value: str) -> str:
    quantity_value(value)
    return value


def _check_duration(value: str) -> str:
    duration_value(value)
    return value


def _check_cron(value: str) -> str:
    try:
        if len(value.split()) != 5:  # noqa: PLR2004 - Kubernetes knows no seconds field
            raise ValueError("a cron line of five fields, such as */15 * * * *")
        CronSim(value, datetime(2026, 1, 1, tzinfo=UTC))
    except CronSimError as error:
        raise ValueError("a cron line of five fields, such as */15 * * * *") from error
    return value


Quantity = Annotated[str, AfterValidator(_check_quantity), Field(examples=["500m", "512Mi"])]
Duration = Annotated[str, AfterValidator(_check_duration), Field(examples=["15m", "2d"])]
CronLine = Annotated[str, AfterValidator(_check_cron), Field(examples=["*/15 * * * *"])]
Day = Annotated[date, BeforeValidator(_plain_day), Field(examples=["2027-12-31"])]
Name = Annotated[str, Field(pattern=DNS_LABEL)]
