"""Times in whatever form a column holds them, as microseconds since 1970 in UTC."""

import re
from datetime import UTC, datetime

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from slipway.monitoring.arrow import Column, there
from slipway.monitoring.errors import UnreadableError, WrongValueError
from slipway.monitoring.profiles.coerce import family, plain

MISSING = np.iinfo(np.int64).min
"""Stands for a row without a time."""

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}


def microseconds(array: Column, *, column: str) -> NDArray[np.int64]:
    """The time of each row; times without a zone are taken as UTC."""
    array = plain(array)
    kind = family(array.type)
    try:
        if kind == "text":
            array = _parsed(array)
        elif kind not in {"time", "nothing"}:
            raise UnreadableError(place=column, reason=f"{array.type} is no time")
        stamps = array.cast(pa.timestamp("us"), safe=False).cast(pa.int64())
    except pa.ArrowException as error:
        reason = f"no time: {str(error).splitlines()[0]}"
        raise UnreadableError(place=column, reason=reason) from error
    micros = np.full(len(stamps), MISSING, dtype=np.int64)
    micros[there(stamps)] = stamps.drop_null().to_numpy(zero_copy_only=False)
    return micros


def _parsed(array: Column) -> Column:
    try:
        return array.cast(pa.timestamp("us"))
    except pa.ArrowInvalid:  # a zone is refused for one type and demanded for the other
        return array.cast(pa.timestamp("us", tz="UTC"))


def text(micros: int) -> str:
    """A time for people and JSON, to the second."""
    return datetime.fromtimestamp(micros / 1e6, tz=UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def parse(value: str, *, place: str) -> datetime:
    """An ISO 8601 time; without a zone it is UTC."""
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        raise WrongValueError(
            place=place,
            value=value,
            rule="an ISO 8601 time",
            remedy="Write it like 2026-01-31T12:00:00Z.",
        ) from None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def seconds(value: str) -> int | None:
    """A duration like 90s, 15m, 6h, 2d or 1w; None if it isn't one."""
    found = re.fullmatch(r"(\d+)([smhdw])", value)
    return int(found[1]) * _UNITS[found[2]] if found else None
