"""The short way for the commonest request: finite numbers for a model of doubles alone."""

from __future__ import annotations

from itertools import chain
from math import isfinite
from typing import TYPE_CHECKING

import numpy as np

from slipway.serving.package.signature import ColumnType
from slipway.serving.server.table import Batch

if TYPE_CHECKING:
    from slipway.serving.package.signature import Signature
    from slipway.serving.server.protocols.rows import Rows

_NUMBERS = frozenset({float, int})


class PlainRows:
    """Rows that need no look at each column: one array is made of all their numbers.

    Whatever else a request may hold takes the long way, column by column, which finds the words
    for a fault. Both ways answer alike; here only what tells them apart is looked at.
    """

    def __init__(self, signature: Signature) -> None:
        self._names = list(signature.names)
        self._width = len(self._names)
        self._fits = all(column.type is ColumnType.DOUBLE for column in signature.inputs)

    def batch(self, rows: Rows) -> Batch | None:
        """The batch, or nothing where the rows have to take the long way."""
        if not self._fits or rows.names != self._names or not rows.values:
            return None
        values = rows.values[0] if len(rows.values) == 1 else self._flat(rows.values)
        if type(values) is not list or len(values) != self._width * len(rows.values):
            return None
        if not _NUMBERS.issuperset(map(type, values)):
            return None
        try:
            # A sum that is finite has no infinite part; one that overflows proves nothing.
            if not isfinite(sum(values)):
                return None
            array = np.array(values, dtype=np.float64)
        except OverflowError:
            return None
        return Batch(matrix=array.reshape(-1, self._width), rows=len(rows.values))

    def _flat(self, rows: list[object]) -> list[object] | None:
        """All values one after the other, if each row is a list of the right length."""
        lists = [row for row in rows if type(row) is list and len(row) == self._width]
        return list(chain.from_iterable(lists)) if len(lists) == len(rows) else None
