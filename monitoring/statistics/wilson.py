"""Interval of a share (Wilson 1927): honest for few rows and for shares near 0 or 1."""

import math

from scipy.stats import norm


def interval(hits: float, total: float, confidence: float) -> tuple[float, float]:
    """Bounds of the true share; (0, 1) when nothing was seen."""
    if total <= 0:
        return 0.0, 1.0
    z = float(norm.isf((1 - confidence) / 2))
    share = hits / total
    scale = 1 + z * z / total
    middle = (share + z * z / (2 * total)) / scale
    half = z / scale * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    return max(middle - half, 0.0), min(middle + half, 1.0)
