"""State of a numeric column: counts in frozen bins, moments, and what lies outside."""

from dataclasses import dataclass

import numpy as np

from slipway.monitoring.arrow import Column
from slipway.monitoring.profiles.bins import NumericBins
from slipway.monitoring.profiles.coerce import Counts, numbers
from slipway.monitoring.profiles.moments import Moments


@dataclass(frozen=True, kw_only=True, eq=False)
class NumericProfile:
    """Everything that a verdict needs of a numeric column, in memory that rows don't change."""

    bins: NumericBins
    counts: Counts
    moments: Moments
    nulls: int
    infinite: int
    unreadable: int
    below: int
    """Values under the reference's lowest."""
    below_by: float
    """By how much, added up; its share of the Wasserstein distance."""
    above_by: float

    @classmethod
    def of(cls, bins: NumericBins, array: Column) -> "NumericProfile":
        """The profile of one array."""
        found = numbers(array)
        values = found.finite
        counts = bins.count(values)
        low, high = bins.edges[0], bins.edges[-1]
        moments = Moments.of(values)
        under = values[values < low] if moments.low < low else values[:0]
        over = values[values > high] if moments.high > high else values[:0]
        return cls(
            bins=bins,
            counts=counts,
            moments=moments,
            nulls=found.nulls,
            infinite=found.infinite,
            unreadable=found.unreadable,
            below=len(under),
            below_by=float(np.sum(low - under)),
            above_by=float(np.sum(over - high)),
        )

    def merge(self, other: "NumericProfile") -> "NumericProfile":
        """Both together."""
        return NumericProfile(
            bins=self.bins,
            counts=self.counts + other.counts,
            moments=self.moments.merge(other.moments),
            nulls=self.nulls + other.nulls,
            infinite=self.infinite + other.infinite,
            unreadable=self.unreadable + other.unreadable,
            below=self.below + other.below,
            below_by=self.below_by + other.below_by,
            above_by=self.above_by + other.above_by,
        )

    @property
    def rows(self) -> int:
        """All values, the faulty ones included."""
        return self.moments.count + self.nulls + self.infinite + self.unreadable

    @property
    def usable(self) -> int:
        """The values that drift is looked for in."""
        return self.moments.count

    @property
    def outside(self) -> int:
        """Values beyond the reference's range."""
        return self.below + int(self.counts[-1])
