"""A uniform sample of rows of bounded size, drawn in one pass."""

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

if TYPE_CHECKING:
    from slipway.monitoring.profiles.coerce import Floats

SAMPLE_ROWS = 50_000
"""Enough for a thousand quantile edges; 8 bytes a value make 80 MB of 200 columns."""


class RowSample:
    """The rows with the smallest random keys; all of them while there are few."""

    def __init__(self, size: int = SAMPLE_ROWS) -> None:
        self._size = size
        self._random = np.random.default_rng(20_260_101)  # fixed: equal input, equal bins
        self._keys: list[Floats] = []
        self._rows: list[pa.RecordBatch] = []
        self._held = 0

    def add(self, batch: pa.RecordBatch) -> None:
        """Offers the rows of a batch."""
        self._keys.append(self._random.random(batch.num_rows))
        self._rows.append(batch)
        self._held += batch.num_rows
        if self._held > 4 * self._size:
            self._shrink()

    def table(self) -> pa.Table | None:
        """The sample; None before the first row."""
        if self._held > self._size:
            self._shrink()
        return _together(self._rows) if self._rows else None

    def _shrink(self) -> None:
        keys = np.concatenate(self._keys)
        kept = np.sort(np.argpartition(keys, self._size)[: self._size])
        rows = _together(self._rows).take(kept).combine_chunks()
        self._keys, self._rows = [keys[kept]], rows.to_batches()
        self._held = self._size


def _together(rows: list[pa.RecordBatch]) -> pa.Table:
    tables = [pa.Table.from_batches([batch]) for batch in rows]
    return pa.concat_tables(tables, promote_options="permissive")
