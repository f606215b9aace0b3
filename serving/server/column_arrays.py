"""Plain JSON values to one typed array, or the fault that forbids it."""

from __future__ import annotations

from datetime import UTC, datetime
from types import NoneType
from typing import TYPE_CHECKING, cast

import numpy as np

from slipway.serving.package.signature import Column, ColumnType

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

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
_FLOATS = {ColumnType.FLOAT: np.float32, ColumnType.DOUBLE: np.float64}
_INTEGERS = {ColumnType.INTEGER: np.int32, ColumnType.LONG: np.int64}
LIMITS: dict[ColumnType, tuple[int, int]] = {
    ColumnType.INTEGER: (-(2**31), 2**31 - 1),
    ColumnType.LONG: (-(2**63), 2**63 - 1),
}
"""The least and the largest whole number of a column."""
_LARGEST = {
    ColumnType.FLOAT: float(np.finfo(np.float32).max),
    ColumnType.DOUBLE: float(np.finfo(np.float64).max),
}
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


class ColumnReader:
    """One column's rules, looked up once: this runs for each column of each request."""

    __slots__ = ("_accepted", "_plain", "column")

    def __init__(self, column: Column) -> None:
        self.column = column
        self._accepted = _ACCEPTED[column.type]
        self._plain = _PLAIN[column.type]

    def read(self, values: Sequence[object]) -> Array:
        """The typed array. Nulls become NaN, NaT or None; whole numbers fit floating columns."""
        if self._accepted.issuperset(map(type, values)):
            return self._plain(self.column, values)
        if self.column.required or set(map(type, values)) - self._accepted != {NoneType}:
            raise _first_fault(self.column, values)
        return _with_nulls(self.column, values)

    def missing(self, rows: int) -> Array:
        """What an optional column that was left out becomes."""
        return self.read([None] * rows)


def _with_nulls(column: Column, values: Sequence[object]) -> Array:
    match column.type:
        case ColumnType.BOOLEAN | ColumnType.STRING:
            return np.array(values, dtype=np.object_)
        case ColumnType.DATETIME:
            return _times(column, values)
        case _:
            # Data frames hold integers with gaps as doubles, and so did the training data.
            return _floats(column, values)


def _first_fault(column: Column, values: Sequence[object]) -> ColumnFault:
    for row, value in enumerate(values):
        kind = type(value)
        if (kind is NoneType and column.required) or (
            kind is not NoneType and kind not in _ACCEPTED[column.type]
        ):
            return ColumnFault(column, _JSON_NAMES.get(kind, "something else"), row)
    return ColumnFault(column, "something else")


def _plain_floats(column: Column, values: Sequence[object]) -> Array:
    """Without a gap; few of them are looked at faster one by one than by numpy."""
    largest = _LARGEST[column.type]
    numbers = cast("Sequence[float]", values)
    try:
        if -largest <= min(numbers) and max(numbers) <= largest:
            return np.array(values, dtype=_FLOATS[column.type])
    except OverflowError:  # a whole number beyond every double
        pass
    return _floats(column, values)


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


def _integers(column: Column, values: Sequence[object]) -> Array:
    try:
        return np.array(values, dtype=_INTEGERS[column.type])
    except OverflowError:
        raise ColumnFault(column, "a number that is too large", _outside(column, values)) from None


def _outside(column: Column, values: Sequence[object]) -> int:
    """The row of the first number that doesn't fit."""
    least, most = LIMITS[column.type]
    fits = (isinstance(value, int) and least <= value <= most for value in values)
    return next(row for row, fit in enumerate(fits) if not fit)


def _booleans(_: Column, values: Sequence[object]) -> Array:
    return np.array(values, dtype=np.bool_)


def _strings(_: Column, values: Sequence[object]) -> Array:
    return np.array(values, dtype=np.object_)


def _times(column: Column, values: Sequence[object]) -> Array:
    times = [_time(column, row, value) for row, value in enumerate(values)]
    return np.array(times, dtype="datetime64[us]").astype("datetime64[ns]")


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


_PLAIN: dict[ColumnType, Callable[[Column, Sequence[object]], Array]] = {
    ColumnType.BOOLEAN: _booleans,
    ColumnType.INTEGER: _integers,
    ColumnType.LONG: _integers,
    ColumnType.FLOAT: _plain_floats,
    ColumnType.DOUBLE: _plain_floats,
    ColumnType.STRING: _strings,
    ColumnType.DATETIME: _times,
}
"""How values become an array when none of them is null."""
