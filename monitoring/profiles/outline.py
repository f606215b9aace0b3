"""The coarse shape of a column for people: two dozen bars instead of a thousand bins."""

from dataclasses import dataclass

import numpy as np

from slipway.monitoring.profiles.bins import NumericBins
from slipway.monitoring.profiles.categorical import CategoricalProfile
from slipway.monitoring.profiles.coerce import Counts, Floats
from slipway.monitoring.profiles.numeric import NumericProfile
from slipway.monitoring.profiles.table import ColumnProfile

BARS = 24
NAMED = 12
"""Categories shown by name."""
SHOWN = 5
"""Occurrences from which on a category may be named: rarer ones could point at a person."""
LONGEST = 40
TAIL = 0.005
"""Share of the reference at each end that is shown in the outer bar."""


@dataclass(frozen=True, kw_only=True)
class Shape:
    """How profiles of one column are drawn; fixed by the reference."""

    labels: tuple[str, ...] = ()
    edges: tuple[float, ...] = ()
    places: tuple[int, ...] = ()
    """For named bars: which bins of the profile each one shows; the last bar takes the others."""

    def shares(self, profile: ColumnProfile) -> tuple[float, ...]:
        """Height of each bar, adding up to 1."""
        if self.edges and isinstance(profile, NumericProfile):
            return _rounded(_spread(profile.bins, profile.counts, np.asarray(self.edges)))
        total = max(int(profile.counts.sum()), 1)
        named = [int(profile.counts[place]) for place in self.places]
        return _rounded(np.asarray([*named, total - sum(named)]) / total)


def shape(reference: ColumnProfile) -> Shape:
    """Bars for a column: its frequent categories or values, or equal steps over its range."""
    if isinstance(reference, CategoricalProfile):
        frequent = [
            place
            for place, name in enumerate(reference.bins.names[:NAMED])
            if reference.counts[place] >= SHOWN
        ]
        names = [reference.bins.names[place][:LONGEST] for place in frequent]
        return Shape(labels=(*names, "others"), places=tuple(frequent))
    edges = reference.bins.edges
    if reference.bins.discrete and len(edges) <= BARS:
        return Shape(
            labels=(*(f"{edge:.6g}" for edge in edges), "others"), places=tuple(range(len(edges)))
        )
    heights = np.cumsum(reference.counts)[:-1] / max(reference.usable, 1)
    first, last = (int(np.searchsorted(heights, part)) for part in (TAIL, 1 - TAIL))
    low, high = float(edges[first]), float(edges[min(last, len(edges) - 1)])
    if not low < high:
        low, high = float(edges[0]), float(edges[-1])
    return Shape(edges=tuple(float(edge) for edge in np.linspace(low, high, BARS + 1)))


def _spread(bins: NumericBins, counts: Counts, edges: Floats) -> Floats:
    total = max(int(counts.sum()), 1)
    heights = np.cumsum(counts)[:-1] / total
    if bins.discrete:
        places = np.searchsorted(bins.edges, edges[1:-1], side="right") - 1
        inner = np.where(places >= 0, heights[np.maximum(places, 0)], 0.0)
    else:
        inner = np.interp(edges[1:-1], bins.edges, heights)
    return np.diff(np.concatenate([[0.0], inner, [1.0]]))


def _rounded(shares: Floats) -> tuple[float, ...]:
    return tuple(round(float(share), 5) for share in shares)
