"""Numbers that arrive as bytes to one array of the signature's type, or the fault that forbids it.

The rules are those of JSON values (`column_arrays`), with NaN in the place of null.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from slipway.serving.package.signature import Column, ColumnType
from slipway.serving.server.column_arrays import LIMITS, ColumnFault

if TYPE_CHECKING:
    from slipway.serving.server.table import Array

_DTYPES: dict[ColumnType, type[np.generic]] = {
    ColumnType.BOOLEAN: np.bool_,
    ColumnType.INTEGER: np.int32,
    ColumnType.LONG: np.int64,
    ColumnType.FLOAT: np.float32,
    ColumnType.DOUBLE: np.float64,
}
_KINDS: dict[ColumnType, str] = {
    ColumnType.BOOLEAN: "b",
    ColumnType.INTEGER: "iu",
    ColumnType.LONG: "iu",
    ColumnType.FLOAT: "iuf",
    ColumnType.DOUBLE: "iuf",
}
_TOO_LARGE = "a number that is too large"


def typed_array(column: Column, values: Array) -> Array:
    """The typed array; NaN is a missing value, which only an optional column has.

    Always a copy, the only one that is made: a request's bytes are read-only and start anywhere,
    while a model may write into its inputs and counts on their alignment, and the request log
    must not hold a whole body for one column.
    """
    if values.dtype.kind not in _KINDS.get(column.type, ""):
        raise ColumnFault(column, "numbers of another type")
    if column.type in (ColumnType.FLOAT, ColumnType.DOUBLE):
        return _floats(column, values)
    if column.type in LIMITS:
        _refuse_outside(column, values)
    return values.astype(_DTYPES[column.type])


def _floats(column: Column, values: Array) -> Array:
    dtype = _DTYPES[column.type]
    if np.can_cast(values.dtype, dtype):
        array = values.astype(dtype)
    else:
        with np.errstate(over="ignore"):
            array = values.astype(dtype)
    finite = np.isfinite(array)
    if finite.all():
        return array
    missing = np.isnan(array)
    wrong = ~finite if column.required else ~(finite | missing)
    if wrong.any():
        row = int(wrong.argmax())
        raise ColumnFault(column, "NaN" if missing[row] else _TOO_LARGE, row)
    return array


def _refuse_outside(column: Column, values: Array) -> None:
    least, most = LIMITS[column.type]
    outside = np.less(values, least) | np.greater(values, most)
    if outside.any():
        raise ColumnFault(column, _TOO_LARGE, int(outside.argmax()))
