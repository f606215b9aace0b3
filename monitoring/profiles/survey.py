"""First pass over the reference: decides how each column is compared, and freezes its bins."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from slipway.monitoring.arrow import Column
from slipway.monitoring.profiles.bins import CategoryBins, NumericBins
from slipway.monitoring.profiles.coerce import categories, family, numbers, plain
from slipway.monitoring.profiles.nature import Facts, Nature, nature
from slipway.monitoring.profiles.sample import RowSample
from slipway.monitoring.profiles.table import Bins
from slipway.monitoring.roles import Role, Roles

COUNTED_TEXT = 100_000
"""Distinct values up to which a column of text is counted by value; above it is free text."""
COUNTED_INTEGERS = 10
COUNTED_PREDICTIONS = 100
"""Whole numbers that a classifier may answer; above it the model is taken for a regression."""


@dataclass(frozen=True, kw_only=True)
class Layout:
    """How the columns are compared; everything that is frozen on the reference but the counts."""

    bins: Mapping[str, Bins]
    families: Mapping[str, str]
    aside: Mapping[str, str]
    """Columns that are never compared, and why."""

    @property
    def known(self) -> frozenset[str]:
        """Every column of the reference."""
        return frozenset(self.families)


@dataclass
class _Column:
    """What the pass has seen of one column."""

    family: str
    integer: bool
    limit: int
    counts: dict[str, int] | None = field(default_factory=dict)
    low: float = np.inf
    high: float = -np.inf
    valid: int = 0
    rising: bool = True
    last: float = -np.inf

    def add(self, array: Column) -> None:
        self.valid += len(array) - array.null_count
        if self.counts is not None and self.limit:
            for name, amount in categories(array).counts.items():
                self.counts[name] = self.counts.get(name, 0) + amount
            if len(self.counts) > self.limit:
                self.counts = None
        if self.family == "number":
            self._range(array)

    def _range(self, array: Column) -> None:
        values = numbers(array).finite
        if not len(values):
            return
        self.low = min(self.low, float(values.min()))
        self.high = max(self.high, float(values.max()))
        if self.rising:
            self.rising = bool(values[0] > self.last and np.all(np.diff(values) > 0))
            self.last = float(values[-1])


class Survey:
    """Sees every batch of the reference once; the bins come from a sample, the ranges from all."""

    def __init__(self, roles: Roles) -> None:
        self._roles = roles
        self._columns: dict[str, _Column] = {}
        self._sample = RowSample()

    def add(self, batch: pa.RecordBatch) -> None:
        """Takes a batch in."""
        for name in batch.schema.names:
            array = plain(batch.column(name))
            column = self._columns.setdefault(name, self._new(name, array.type))
            if self._roles.compared(name):
                column.add(array)
        wanted = [name for name, column in self._columns.items() if column.family == "number"]
        present = [name for name in batch.schema.names if name in wanted]
        if present:
            self._sample.add(batch.select(present))

    def _new(self, name: str, kind: pa.DataType) -> _Column:
        integer = pa.types.is_integer(kind)
        limit = COUNTED_INTEGERS if integer else 0
        if family(kind) in {"text", "boolean"}:
            limit = COUNTED_TEXT
        elif self._roles.role(name) is Role.PREDICTION:
            limit = COUNTED_PREDICTIONS
        elif self._roles.role(name) is Role.SCORE:
            limit = 0
        return _Column(family=family(kind), integer=integer, limit=limit)

    def layout(self) -> Layout:
        """The frozen bins."""
        sample = self._sample.table()
        bins: dict[str, Bins] = {}
        aside: dict[str, str] = {}
        for name, column in self._columns.items():
            if not self._roles.compared(name):
                aside[name] = "set aside by its role"
                continue
            verdict = nature(self._facts(name, column))
            if verdict is Nature.CATEGORICAL:
                bins[name] = CategoryBins.fit(column.counts or {})
            elif verdict is Nature.NUMERIC and sample is not None:
                values = numbers(pc.cast(sample.column(name), pa.float64()).combine_chunks()).finite
                bins[name] = NumericBins.fit(values, low=column.low, high=column.high)
            else:
                aside[name] = verdict.value
        families = {name: column.family for name, column in self._columns.items()}
        return Layout(bins=bins, families=families, aside=aside)

    def _facts(self, name: str, column: _Column) -> Facts:
        return Facts(
            role=self._roles.role(name),
            family=column.family,
            integer=column.integer,
            valid=column.valid,
            finite=column.low <= column.high,
            rising=column.rising,
            counts=column.counts if column.limit else None,
        )
