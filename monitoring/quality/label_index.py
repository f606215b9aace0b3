"""Labels by request id, joined to batches of predictions as they stream by."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from slipway.monitoring.arrow import Column, column, listed, nulls, there
from slipway.monitoring.profiles.coerce import category_name, plain


@dataclass(frozen=True, kw_only=True)
class Joined:
    """The labels of a batch's rows; null where none has come."""

    labels: Column
    repeated: int
    """Rows whose request id was seen before; they have no label here, so that none counts twice."""


class LabelIndex:
    """Labels under a 64-bit hash of their request id: 17 bytes each, whatever the ids look like.

    The last label of a request wins: corrections come later. Collisions need a billion labels.
    """

    def __init__(self, batches: Iterable[tuple[Column, Column]]) -> None:
        keys: list[np.ndarray[tuple[int], np.dtype[np.int64]]] = []
        labels: list[Column] = []
        for identifiers, values in batches:
            valid = there(identifiers) & there(values)
            keys.append(_hashes(identifiers.filter(valid)))
            labels.append(plain(values.filter(valid)))
        every = np.concatenate(keys) if keys else np.empty(0, dtype=np.int64)
        order = np.argsort(every, kind="stable")
        ranked = every[order]
        last = np.append(ranked[1:] != ranked[:-1], True) if len(ranked) else ranked == 0
        self._keys = ranked[last]
        self._labels = _concatenated(labels).take(pa.array(order[last]))
        self._used = np.zeros(len(self._keys), dtype=np.bool_)
        self.repeated = len(every) - len(self._keys)
        """Labels that a later one of the same request replaced."""

    @property
    def unused(self) -> int:
        """Labels without a request in what was joined so far."""
        return int((~self._used).sum())

    def join(self, identifiers: Column) -> Joined:
        """The label of each row, in the rows' order."""
        if not len(self._keys):
            return Joined(labels=nulls(len(identifiers), self._labels.type), repeated=0)
        keys = _hashes(identifiers)
        places = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
        found = (self._keys[places] == keys) & there(identifiers)
        rows = np.flatnonzero(found)
        first = np.zeros(len(keys), dtype=np.bool_)
        first[rows[np.unique(places[rows], return_index=True)[1]]] = True
        fresh = first & ~self._used[places]
        self._used[places[fresh]] = True
        taken = pa.array(np.where(fresh, places, -1), mask=~fresh, type=pa.int64())
        return Joined(labels=self._labels.take(taken), repeated=int((found & ~fresh).sum()))


def _hashes(identifiers: Column) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    array = plain(identifiers)
    if pa.types.is_floating(array.type):  # 5.0 and 5 are one request
        names: list[object] = [category_name(value) for value in listed(array)]
    else:
        names = listed(array.cast(pa.string()))
    return np.fromiter((hash(name) for name in names), dtype=np.int64, count=len(names))


def _concatenated(arrays: list[Column]) -> Column:
    kinds = {array.type for array in arrays}
    if not arrays:
        return nulls(0, pa.null())
    if len(kinds) == 1:
        return pa.concat_arrays(arrays)
    names = [[category_name(value) for value in listed(array)] for array in arrays]
    return pa.concat_arrays([column(some).cast(pa.string()) for some in names])
