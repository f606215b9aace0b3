"""Plain JSON values to one typed array, or the fault that forbids it."""

from __future__ import annotations

from datetime import UTC, datetime
from types import NoneType
from typing import TYPE_CHECKING

import numpy as np

from slipway.serving.package.signature import Column, ColumnType

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from slipway.serving.server.table import Array

_ACCEPTED: dict[ColumnType, frozenset[type]] = {
    ColumnType.BOOLEAN: frozenset({bool}),
    ColumnType.INTEGER: frozenset({int}),
    ColumnType.LONG: frozenset({int}),
    ColumnType.FLOAT: frozenset({float, int}),
    ColumnType.DOUBLE: frozenset({float, int}),
    ColumnType.STRING: frozenset({str}),
    ColumnType.DATETIME: frozenset({str}),
}
_JSON_NAMES: dict[type, str] = {
    NoneType: "null",
    bool: "a boolean",
    int: "an integer",
    float: "a number with a fraction",
    str: "a string",
    list: "a list",
    dict: "an object",
}
_RULES: dict[ColumnType, str] = {
    ColumnType.BOOLEAN: "boolean (true or false)",
    ColumnType.INTEGER: "integer (32 bits)",
    ColumnType.LONG: "long (an integer of 64 bits)",
    ColumnType.FLOAT: "float (a finite number of 32 bits)",
    ColumnType.DOUBLE: "double (a finite number)",
    ColumnType.STRING: "string",
    ColumnType.DATETIME: "datetime (an ISO 8601 string, 1678 to 2261)",
}
_INT32 = np.iinfo(np.int32)
# Nanoseconds in 64 bits, which is what data frames hold, span these years.
_YEARS = range(1678, 2262)


class ColumnFault(Exception):  # noqa: N818 - caught and collected, never shown as it is
    """Why a column doesn't fit, without any of its values."""

    def __init__(self, column: Column, got: str, row: int | None = None) -> None:
        place = "" if row is None else f" in row {row}"
        self.sentence = f"column {column.name!r}: got {got}{place}; expected {rule_of(column)}"
        super().__init__(self.sentence)


def rule_of(column: Column) -> str:
    """The expected type in words."""
    rule = _RULES[column.type]
    return rule if column.required else f"{rule} or null"


def column_array(column: Column, values: Sequence[object]) -> Array:
    """The typed array. Nulls become NaN, NaT or None; whole numbers fit floating columns."""
    kinds = set(map(type, values))
    nulls = NoneType in kinds
    kinds.discard(NoneType)
    wrong = kinds - _ACCEPTED[column.type]
    if wrong or (nulls and column.required):
        raise _first_fault(column, values)
    match column.type:
        case ColumnType.DOUBLE | ColumnType.FLOAT:
            return _floats(column, values)
        case ColumnType.INTEGER | ColumnType.LONG:
            return _integers(column, values, nulls=nulls)
        case ColumnType.BOOLEAN:
            return np.array(values, dtype=np.object_ if nulls else np.bool_)
        case ColumnType.STRING:
            return np.array(values, dtype=np.object_)
        case ColumnType.DATETIME:
            times = [_time(column, row, value) for row, value in enumerate(values)]
            return np.array(times, dtype="datetime64[us]").astype("datetime64[ns]")


def missing_array(column: Column, rows: int) -> Array:
    """What an optional column that was left out becomes."""
    return column_array(column, [None] * rows)


def _first_fault(column: Column, values: Sequence[object]) -> ColumnFault:
    for row, value in enumerate(values):
        kind = type(value)
        if (kind is NoneType and column.required) or (
            kind is not NoneType and kind not in _ACCEPTED[column.type]
        ):
            return ColumnFault(column, _JSON_NAMES.get(kind, "something else"), row)
    return ColumnFault(column, "something else")


def _floats(column: Column, values: Sequence[object]) -> Array:
    try:
        array = np.array(values, dtype=np.float64)
    except OverflowError:
        raise ColumnFault(column, "a number that is too large") from None
    if column.type is ColumnType.FLOAT:
        with np.errstate(over="ignore"):
            array32 = array.astype(np.float32)
        _refuse_infinite(column, array32)
        return array32
    _refuse_infinite(column, array)
    return array


def _refuse_infinite(column: Column, array: npt.NDArray[np.floating]) -> None:
    infinite = np.isinf(array)
    if infinite.any():
        raise ColumnFault(column, "a number that is too large", int(infinite.argmax()))


def _integers(column: Column, values: Sequence[object], *, nulls: bool) -> Array:
    if nulls:
        # Data frames hold integers with gaps as doubles, and so did the training data.
        return _floats(column, values)
    try:
        array = np.array(values, dtype=np.int64)
    except OverflowError:
        raise ColumnFault(column, "a number that is too large") from None
    if column.type is ColumnType.LONG:
        return array
    outside = (array < _INT32.min) | (array > _INT32.max)
    if outside.any():
        raise ColumnFault(column, "a number that is too large", int(outside.argmax()))
    return array.astype(np.int32)


def _time(column: Column, row: int, value: object) -> datetime | None:
    """A time in UTC without its zone; one without a zone is taken as UTC."""
    if not isinstance(value, str):
        return None
    try:
        time = datetime.fromisoformat(value)
        if time.tzinfo is not None:
            time = time.astimezone(UTC).replace(tzinfo=None)
    except (ValueError, OverflowError):
        raise ColumnFault(column, "a string that is not a time", row) from None
    if time.year not in _YEARS:
        raise ColumnFault(column, "a time out of range", row)
    return time
