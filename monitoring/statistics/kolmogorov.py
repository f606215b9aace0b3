"""Largest distance between two distribution functions, and how likely it is by chance."""

import numpy as np
from scipy.stats import kstwo

from slipway.monitoring.profiles.coerce import Counts


def distance(reference: Counts, current: Counts) -> float:
    """Kolmogorov-Smirnov distance at the bins' edges, between 0 and 1.

    Exact where the edges are all values; else below the exact one by at most one bin's share.
    """
    ours = np.cumsum(reference) / reference.sum()
    theirs = np.cumsum(current) / current.sum()
    return float(np.abs(ours - theirs).max())


def effective(first: int, second: int) -> float:
    """Size of one sample against a known distribution that tells as much as these two."""
    return first * second / (first + second)


def probability(value: float, first: int, second: int) -> float:
    """Chance of a distance at least this large without drift; conservative for repeated values."""
    return float(kstwo.sf(value, max(round(effective(first, second)), 1)))


def quantile(share: float, first: int, second: int) -> float:
    """The distance that this share of windows stays under without drift."""
    return float(kstwo.isf(1 - share, max(round(effective(first, second)), 1)))
