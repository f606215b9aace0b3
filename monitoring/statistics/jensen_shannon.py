"""Distance of two distributions over categories that stays between 0 and 1."""

import math

import numpy as np
from scipy.stats import chi2

from slipway.monitoring.profiles.coerce import Counts
from slipway.monitoring.statistics.kolmogorov import effective


def distance(reference: Counts, current: Counts) -> float:
    """Square root of the Jensen-Shannon divergence in bits (Lin 1991); a metric."""
    ours = reference / reference.sum()
    theirs = current / current.sum()
    middle = (ours + theirs) / 2
    divergence = (_relative(ours, middle) + _relative(theirs, middle)) / 2
    return math.sqrt(max(divergence, 0.0))


def _relative(
    part: np.ndarray[tuple[int], np.dtype[np.float64]],
    middle: np.ndarray[tuple[int], np.dtype[np.float64]],
) -> float:
    some = part > 0
    return float(np.sum(part[some] * np.log2(part[some] / middle[some])))


def quantile(share: float, first: int, second: int, freedom: int) -> float:
    """The distance that this share of windows stays under without drift.

    Without drift 8 ln 2 times the divergence times the effective size is chi-square distributed.
    """
    if freedom < 1:
        return 0.0
    size = effective(first, second)
    return math.sqrt(float(chi2.ppf(share, freedom)) / (8 * math.log(2) * size))
