"""Output arrays as JSON values."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from slipway.serving.server.table import Array


def json_values(array: Array) -> list[object]:
    """A plain list. NaN and the infinities stay: the encoder writes null, for JSON has no form."""
    if array.dtype.kind == "M":
        return [None if text == "NaT" else text for text in array.astype(str).tolist()]
    values: list[object] = array.tolist()
    return values
