"""The binary tensor extension: a JSON part, then the raw tensors in the order of their names.

The form is Triton's: numbers are little-endian and row-major, a BOOL is one byte of 0 or 1.
https://github.com/triton-inference-server/server/blob/main/docs/protocol/extension_binary_data.md
"""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

import numpy as np

from slipway.serving.server.errors import BadRequest
from slipway.serving.server.protocols.v2_bytes import decode_texts, encode_texts
from slipway.serving.server.protocols.v2_types import BYTES, DTYPES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from slipway.serving.server.table import Array

EXTENSION = "binary_tensor_data"
HEADER = b"inference-header-content-length"
_PLACE = f"header {HEADER.decode()}"
# Enough for every length that there is, and short enough for Python to read as a number.
_MOST_DIGITS = 18


class BinaryPart:
    """What follows the JSON part; every tensor takes its piece, and none may be left."""

    def __init__(self, body: bytes, header: bytes | None) -> None:
        start = len(body) if header is None else _json_length(header, len(body))
        self.json = body if start == len(body) else body[:start]
        self._rest = memoryview(body)[start:]
        self._announced = header is not None
        self._last = "no tensor"

    def take(self, place: str, tensor: str, size: int) -> memoryview:
        """The next piece, without a copy."""
        if size > len(self._rest):
            expected = f"at most the {len(self._rest)} that are left of the body"
            if not self._announced:
                expected = f"a body with binary data, and its {_PLACE}"
            raise BadRequest(place, got=f"{size} bytes", expected=expected)
        piece, self._rest = self._rest[:size], self._rest[size:]
        self._last = tensor
        return piece

    def finish(self) -> None:
        """Refuses bytes that belong to no tensor: something was left out, or has a wrong size."""
        if self._rest:
            raise BadRequest(
                "body",
                got=f"{len(self._rest)} bytes after the binary data of {self._last}",
                expected="binary_data_size that sum to the length of the binary data",
            )


def decode_tensor(
    place: str, data: memoryview, datatype: str, shape: Sequence[int]
) -> Array | list[str]:
    """Flat values: a view of the body for numbers and booleans, texts for BYTES."""
    count = prod(shape)
    if datatype == BYTES:
        return decode_texts(place, data, count)
    dtype = DTYPES[datatype]
    if len(data) != count * dtype.itemsize:
        raise BadRequest(
            place,
            got=f"{len(data)} bytes",
            expected=f"{count * dtype.itemsize}, as {datatype} of the shape",
        )
    if dtype != np.bool_:
        return np.frombuffer(data, dtype)
    flags = np.frombuffer(data, np.uint8)
    wrong = flags > 1
    if wrong.any():
        raise BadRequest(
            f"{place}, element {int(wrong.argmax())}", got="another byte", expected="0 or 1"
        )
    return flags.view(np.bool_)


def encode_tensor(array: Array) -> memoryview:
    """An output's bytes. NaN and the infinities are themselves; a missing text or time is empty."""
    if array.dtype.kind == "M":
        texts = [None if text == "NaT" else text for text in array.astype(str).tolist()]
        return memoryview(encode_texts(texts))
    if array.dtype.kind == "O":
        return memoryview(encode_texts(array.tolist()))
    little = np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<"))
    return little.data


def _json_length(header: bytes, most: int) -> int:
    if not header.isdigit() or len(header) > _MOST_DIGITS:
        raise BadRequest(
            _PLACE, got="something else", expected="the length of the body's JSON part in bytes"
        )
    length = int(header)
    if length > most:
        raise BadRequest(
            _PLACE,
            got="more bytes than the body has",
            expected=f"at most {most}, the body's length",
        )
    return length
