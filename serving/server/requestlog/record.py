"""One answered request on its way to the log."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from slipway.serving.server.table import Array, Batch, Output

# The objects around the values; a test holds the sum against what tracemalloc sees.
_RECORD_BYTES = 600
_ARRAY_BYTES = 130
_STRING_BYTES = 56


class LogRecord(NamedTuple):
    """The typed rows as the model saw them, and what it said."""

    request_id: str
    time: float
    """Seconds since 1970 when the request was checked and could be asked."""
    latency_ms: float
    batch: Batch
    outputs: tuple[Output, ...]

    @property
    def row_ids(self) -> list[str]:
        """The join keys of labels: the request's id, with the row's number if there are several."""
        if self.batch.rows == 1:
            return [self.request_id]
        return [f"{self.request_id}/{row}" for row in range(self.batch.rows)]

    def size(self) -> int:
        """An estimate of the memory that this record holds."""
        size = _RECORD_BYTES
        for output in self.outputs:
            size += _size(output.values)
        if self.batch.matrix is not None:
            return size + _size(self.batch.matrix)
        for array in self.batch.arrays:
            size += _size(array)
        return size


def _size(array: Array) -> int:
    if array.dtype.kind != "O":
        return _ARRAY_BYTES + array.nbytes
    lengths = sum(len(value) for value in array.tolist() if isinstance(value, str))
    return _ARRAY_BYTES + array.nbytes + lengths + _STRING_BYTES * len(array)
