"""Two figures that are reported because people know them; no verdict depends on them."""

import numpy as np

from slipway.monitoring.profiles.coerce import Counts

GROUPS = 10


def index(reference: Counts, current: Counts) -> float:
    """Population stability index, each bin with half a row more so that none is empty."""
    ours = (reference + 0.5) / (reference + 0.5).sum()
    theirs = (current + 0.5) / (current + 0.5).sum()
    return float(np.sum((theirs - ours) * np.log(theirs / ours)))


def largest(reference: Counts, current: Counts) -> float:
    """L-infinity: the largest change of a category's share."""
    return float(np.abs(reference / reference.sum() - current / current.sum()).max())


def tenths(reference: Counts, current: Counts) -> tuple[Counts, Counts]:
    """Both counts in ten groups of about equal share in the reference."""
    shares = np.cumsum(reference) / reference.sum()
    groups = np.minimum(np.ceil(shares * GROUPS).astype(np.int64), GROUPS) - 1
    groups = np.maximum(groups, 0)
    ours = np.bincount(groups, weights=reference, minlength=GROUPS).astype(np.int64)
    theirs = np.bincount(groups, weights=current, minlength=GROUPS).astype(np.int64)
    some = (ours > 0) | (theirs > 0)
    return ours[some], theirs[some]
