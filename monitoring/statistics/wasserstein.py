"""How far the values moved on average, in the column's own unit."""

import numpy as np

from slipway.monitoring.profiles.numeric import NumericProfile


def distance(reference: NumericProfile, current: NumericProfile) -> float:
    """First Wasserstein distance: the area between the two distribution functions.

    Inside the reference's range exact for few distinct values, else with values spread evenly over
    each bin; outside exact, from the summed excess.
    """
    bins = reference.bins
    ours = np.cumsum(reference.counts)[:-1] / reference.usable
    theirs = np.cumsum(current.counts)[:-1] / current.usable
    gaps = ours - theirs
    if len(bins.edges) > 1:
        # The first bin holds what lies below too: at the lowest edge only its own values count.
        widths = np.diff(bins.edges)
        if bins.discrete:
            inside = float(np.dot(np.abs(gaps[:-1]), widths))
        else:
            inside = float(np.dot(_trapezoids(gaps), widths))
    else:
        inside = 0.0
    return inside + (current.below_by + current.above_by) / current.usable


def _trapezoids(
    gaps: np.ndarray[tuple[int], np.dtype[np.float64]],
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Mean absolute value of a line from each gap to the next; it may cross zero."""
    left, right = np.abs(gaps[:-1]), np.abs(gaps[1:])
    total = left + right
    crossing = (gaps[:-1] * gaps[1:] < 0) & (total > 0)
    crossed = (left**2 + right**2) / (2 * np.where(total > 0, total, 1))
    return np.where(crossing, crossed, total / 2)
