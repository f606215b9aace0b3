"""The Open Inference Protocol's datatypes beside the signature's column types and numpy's."""

from __future__ import annotations

import numpy as np

from slipway.serving.package.signature import ColumnType

BYTES = "BYTES"
_INTEGERS = tuple(f"{sign}INT{bits}" for sign in ("", "U") for bits in (8, 16, 32, 64))
_FLOATS = ("FP16", "FP32", "FP64")
DATATYPES_READ = ("BOOL", *_INTEGERS, *_FLOATS, BYTES)
"""Every datatype that some column takes."""

DTYPES: dict[str, np.dtype[np.generic]] = {
    "BOOL": np.dtype("?"),
    "INT8": np.dtype("i1"),
    "INT16": np.dtype("<i2"),
    "INT32": np.dtype("<i4"),
    "INT64": np.dtype("<i8"),
    "UINT8": np.dtype("u1"),
    "UINT16": np.dtype("<u2"),
    "UINT32": np.dtype("<u4"),
    "UINT64": np.dtype("<u8"),
    "FP16": np.dtype("<f2"),
    "FP32": np.dtype("<f4"),
    "FP64": np.dtype("<f8"),
}
"""The binary form of all datatypes but BYTES."""

DATATYPES: dict[ColumnType, str] = {
    ColumnType.BOOLEAN: "BOOL",
    ColumnType.INTEGER: "INT32",
    ColumnType.LONG: "INT64",
    ColumnType.FLOAT: "FP32",
    ColumnType.DOUBLE: "FP64",
    ColumnType.STRING: BYTES,
    ColumnType.DATETIME: BYTES,
}
"""What metadata announces and replies carry; a datetime travels as an ISO 8601 string."""

ACCEPTED: dict[ColumnType, tuple[str, ...]] = {
    ColumnType.BOOLEAN: ("BOOL",),
    ColumnType.INTEGER: _INTEGERS,
    ColumnType.LONG: _INTEGERS,
    ColumnType.FLOAT: (*_FLOATS, *_INTEGERS),
    ColumnType.DOUBLE: (*_FLOATS, *_INTEGERS),
    ColumnType.STRING: (BYTES,),
    ColumnType.DATETIME: (BYTES,),
}
"""What a request may say: whole numbers fit floating columns, as in every other protocol."""
