"""Rows on their way to the model: as a protocol read them, and as the signature wants them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    import numpy.typing as npt

    Array: TypeAlias = npt.NDArray[np.generic]


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """Named columns of one length, not checked yet: plain JSON values, or arrays from bytes."""

    columns: Mapping[str, Sequence[object] | Array]
    rows: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Batch:
    """One array per input of the signature, in its order and of its types."""

    arrays: tuple[Array, ...]
    rows: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Output:
    """One named result with a value per input row."""

    name: str
    values: Array
