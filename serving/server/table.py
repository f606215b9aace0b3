"""Rows on their way to the model: as a protocol read them, and as the signature wants them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    import numpy.typing as npt

    Array: TypeAlias = npt.NDArray[np.generic]
    Matrix: TypeAlias = npt.NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """Named columns of one length, not checked yet: plain JSON values, or arrays from bytes."""

    columns: Mapping[str, Sequence[object] | Array]
    rows: int


class Batch:
    """One array per input of the signature, in its order and of its types.

    A plain class, for one is made per request: a frozen dataclass takes three times as long.
    """

    __slots__ = ("_arrays", "matrix", "rows")

    def __init__(
        self, *, arrays: tuple[Array, ...] = (), rows: int, matrix: Matrix | None = None
    ) -> None:
        self._arrays = arrays
        self.rows = rows
        self.matrix = matrix
        """All inputs side by side, of shape [rows, inputs], where they came like that."""

    @classmethod
    def of_matrix(cls, matrix: Matrix) -> Batch:
        """A batch of doubles alone."""
        return cls(rows=len(matrix), matrix=matrix)

    @property
    def arrays(self) -> tuple[Array, ...]:
        """The columns; of a matrix, views of it."""
        if not self._arrays and self.matrix is not None:
            self._arrays = tuple(self.matrix.T)
        return self._arrays


class Output(NamedTuple):
    """One named result with a value per input row."""

    name: str
    values: Array
