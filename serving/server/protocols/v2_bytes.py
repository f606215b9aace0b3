"""BYTES elements in their binary form: a little-endian length of four bytes, then the bytes."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from slipway.serving.server.errors import BadRequest

if TYPE_CHECKING:
    from collections.abc import Sequence

_LENGTH = struct.Struct("<I")


def encode_texts(values: Sequence[object]) -> bytes:
    """Texts in UTF-8. The form has no null: a missing text is an empty one."""
    parts: list[bytes] = []
    for value in values:
        element = b"" if value is None else str(value).encode()
        parts += (_LENGTH.pack(len(element)), element)
    return b"".join(parts)


def decode_texts(place: str, data: memoryview, count: int) -> list[str]:
    """Exactly `count` texts that fill the data to its last byte."""
    texts: list[str] = []
    offset = 0
    size = len(data)
    # Each element takes four bytes at least, so the data itself bounds this loop.
    while offset < size:
        start = offset + _LENGTH.size
        stop = start + _LENGTH.unpack_from(data, offset)[0] if start <= size else size + 1
        if stop > size:
            raise BadRequest(
                f"{place}, element {len(texts)}",
                got="an end of the data within it",
                expected="four bytes of length and as many bytes",
            )
        texts.append(_text(f"{place}, element {len(texts)}", data[start:stop]))
        offset = stop
    if len(texts) != count:
        raise BadRequest(place, got=f"{len(texts)} elements", expected=f"{count}, as the shape")
    return texts


def _text(place: str, element: memoryview) -> str:
    try:
        return str(element, "utf-8")
    except UnicodeDecodeError:
        raise BadRequest(place, got="bytes that are not UTF-8", expected="UTF-8") from None
