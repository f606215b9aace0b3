"""Area under the ROC curve from counts, with its interval."""

import math

import numpy as np
from scipy.stats import norm

from slipway.monitoring.quality.outcomes import ScoreCounts


def area(counts: ScoreCounts, confidence: float) -> tuple[float, float, float] | None:
    """Value, lower and upper bound; None unless both classes are there.

    Ties within a bin count half, so the value is exact where each bin holds one score. The interval
    is DeLong's (1988): its placement values only need the counts, no resampling.
    """
    positives = counts.positives.astype(np.float64)
    negatives = counts.rows.astype(np.float64) - positives
    good, bad = float(positives.sum()), float(negatives.sum())
    if good < 1 or bad < 1:
        return None
    under = (np.cumsum(negatives) - negatives / 2) / bad  # placement of a positive in each bin
    over = (good - np.cumsum(positives) + positives / 2) / good
    value = float(np.dot(positives, under) / good)
    spread = max(float(np.dot(positives, under**2) / good) - value**2, 0.0) / max(good - 1, 1)
    spread += max(float(np.dot(negatives, over**2) / bad) - value**2, 0.0) / max(bad - 1, 1)
    half = float(norm.isf((1 - confidence) / 2)) * math.sqrt(spread)
    return value, max(value - half, 0.0), min(value + half, 1.0)
