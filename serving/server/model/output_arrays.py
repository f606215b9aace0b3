"""What a model returned, as arrays of the promised types."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from slipway.serving.package.signature import Column, ColumnType
from slipway.serving.server.table import Output

if TYPE_CHECKING:
    from slipway.serving.server.table import Array

_DTYPES: dict[ColumnType, str] = {
    ColumnType.BOOLEAN: "bool",
    ColumnType.INTEGER: "int32",
    ColumnType.LONG: "int64",
    ColumnType.FLOAT: "float32",
    ColumnType.DOUBLE: "float64",
    ColumnType.STRING: "object",
    ColumnType.DATETIME: "datetime64[us]",
}


class UnservableOutputError(Exception):
    """A result that has no place in a reply; says what was expected instead."""


def output_of(column: Column, values: object, rows: int) -> Output:
    """One result, checked for its shape and cast to its type."""
    array = np.asarray(values)
    if array.shape == (rows, 1):
        array = array[:, 0]
    if array.shape != (rows,):
        raise UnservableOutputError(
            f"output {column.name!r}: got shape {array.shape}; expected one value per row ({rows})"
        )
    if column.type is ColumnType.STRING:
        return Output(name=column.name, values=_strings(array))
    return Output(name=column.name, values=array.astype(_DTYPES[column.type], copy=False))


def column_of(name: str, values: object) -> Column:
    """The column type that fits a result."""
    kind = np.asarray(values).dtype
    types = {"b": ColumnType.BOOLEAN, "M": ColumnType.DATETIME}
    if kind.kind in "iu":
        integer = ColumnType.INTEGER if np.can_cast(kind, np.int32) else ColumnType.LONG
        return Column(name=name, type=integer)
    if kind.kind == "f":
        floating = ColumnType.FLOAT if np.can_cast(kind, np.float32) else ColumnType.DOUBLE
        return Column(name=name, type=floating)
    return Column(name=name, type=types.get(kind.kind, ColumnType.STRING))


def _strings(array: Array) -> Array:
    """Strings as Python objects, so that a missing one can be None."""
    texts = [None if value is None else str(value) for value in array.tolist()]
    strings = np.empty(len(texts), dtype=np.object_)
    strings[:] = texts
    return strings
