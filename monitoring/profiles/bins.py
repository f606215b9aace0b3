"""Bins frozen on the reference: scores of different windows stay comparable."""

from dataclasses import dataclass, field

import numpy as np

from slipway.monitoring.profiles.coerce import Counts, Floats

MAXIMUM_EDGES = 1001
"""Quantile edges of a numeric column: a distance of distributions is exact to one thousandth."""

MAXIMUM_CATEGORIES = 1000
"""Categories with a bin of their own; rarer ones of the reference share the bin `other`."""


@dataclass(frozen=True, kw_only=True, eq=False)
class NumericBins:
    """Right-closed bins between values of the reference: bin i holds edges[i-1] < x <= edges[i].

    The first bin holds what isn't above the lowest edge, the last what is above the highest.
    """

    edges: Floats
    discrete: bool
    """Whether the edges are all distinct values of the reference: then distances are exact."""

    @classmethod
    def fit(cls, sample: Floats, *, low: float, high: float) -> "NumericBins":
        """Quantiles of a sample, widened to the true range; every value if there are few."""
        distinct = np.unique(sample)
        if len(distinct) <= MAXIMUM_EDGES:
            edges = distinct
        else:
            shares = np.linspace(0, 1, MAXIMUM_EDGES)
            edges = np.quantile(sample, shares, method="inverted_cdf")
        outer = np.asarray([low, high], dtype=np.float64)
        return cls(
            edges=np.unique(np.concatenate([edges, outer])),
            discrete=len(distinct) <= MAXIMUM_EDGES,
        )

    @property
    def size(self) -> int:
        """Number of bins."""
        return len(self.edges) + 1

    def count(self, values: Floats) -> Counts:
        """How many values fall into each bin."""
        places = np.searchsorted(self.edges, values, side="left")
        return np.bincount(places, minlength=self.size).astype(np.int64, copy=False)


@dataclass(frozen=True, kw_only=True, eq=False)
class CategoryBins:
    """A bin for each frequent category of the reference, one for rare ones, one for unseen."""

    names: tuple[str, ...]
    rare: frozenset[str] = frozenset()
    _places: dict[str, int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        places = {name: place for place, name in enumerate(self.names)}
        places |= dict.fromkeys(self.rare, len(self.names))
        object.__setattr__(self, "_places", places)

    @classmethod
    def fit(cls, counts: dict[str, int]) -> "CategoryBins":
        """Bins by falling frequency, ties by name."""
        ranked = sorted(counts, key=lambda name: (-counts[name], name))
        return cls(
            names=tuple(ranked[:MAXIMUM_CATEGORIES]), rare=frozenset(ranked[MAXIMUM_CATEGORIES:])
        )

    @property
    def size(self) -> int:
        """Number of bins; the last is the unseen one, the one before it the rare one."""
        return len(self.names) + 2

    def count(self, counts: dict[str, int]) -> Counts:
        """How many values fall into each bin."""
        totals = np.zeros(self.size, dtype=np.int64)
        for name, amount in counts.items():
            totals[self._places.get(name, self.size - 1)] += amount
        return totals
