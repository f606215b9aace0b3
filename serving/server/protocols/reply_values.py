"""Output arrays as JSON values."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from slipway.serving.server.table import Array


def json_values(array: Array) -> list[object]:
    """A plain list; NaN and the infinities, which have no JSON form, become null."""
    if array.dtype.kind == "M":
        return [None if text == "NaT" else text for text in array.astype(str).tolist()]
    values: list[object] = array.tolist()
    if array.dtype.kind == "f" and not np.isfinite(array).all():
        return [value if value - value == 0 else None for value in array.astype(float).tolist()]
    return values
