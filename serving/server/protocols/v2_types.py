"""The Open Inference Protocol's datatypes beside the signature's column types."""

from __future__ import annotations

from slipway.serving.package.signature import ColumnType

_INTEGERS = frozenset(f"{sign}INT{bits}" for sign in ("", "U") for bits in (8, 16, 32, 64))
_FLOATS = frozenset({"FP16", "FP32", "FP64"})

DATATYPES: dict[ColumnType, str] = {
    ColumnType.BOOLEAN: "BOOL",
    ColumnType.INTEGER: "INT32",
    ColumnType.LONG: "INT64",
    ColumnType.FLOAT: "FP32",
    ColumnType.DOUBLE: "FP64",
    ColumnType.STRING: "BYTES",
    ColumnType.DATETIME: "BYTES",
}
"""What metadata announces and replies carry; a datetime travels as an ISO 8601 string."""

ACCEPTED: dict[ColumnType, frozenset[str]] = {
    ColumnType.BOOLEAN: frozenset({"BOOL"}),
    ColumnType.INTEGER: _INTEGERS,
    ColumnType.LONG: _INTEGERS,
    ColumnType.FLOAT: _FLOATS | _INTEGERS,
    ColumnType.DOUBLE: _FLOATS | _INTEGERS,
    ColumnType.STRING: frozenset({"BYTES"}),
    ColumnType.DATETIME: frozenset({"BYTES"}),
}
"""What a request may say: whole numbers fit floating columns, as in every other protocol."""
