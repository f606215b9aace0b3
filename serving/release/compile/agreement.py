"""Whether two models give the same answers."""

from dataclasses import dataclass

import numpy as np

from slipway.serving.release.gate.scored import FloatArray, Scored, Values

RELATIVE, ABSOLUTE = 1e-5, 1e-6
"""How far numbers may be apart: what single precision leaves of a sum over a few hundred trees."""


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """What a comparison of two models on the same rows found."""

    rows: int
    different_labels: int
    """Rows with another class; 0 for a regression, whose predictions are numbers."""
    largest_difference: float
    """Of a number, be it a prediction or a score; in its own unit."""
    outside: int
    """Rows with a number further apart than is allowed."""

    @property
    def holds(self) -> bool:
        """Whether nobody could tell them apart."""
        return self.rows > 0 and not self.different_labels and not self.outside


def compare(before: Scored, after: Scored) -> Agreement:
    """The answers of a model against those of what it was compiled to."""
    rows = len(before.prediction)
    if before.score is None and before.prediction.dtype.kind == "f":
        labels = 0
        first, second = _numbers(before.prediction), _numbers(after.prediction)
    else:
        labels = int(np.count_nonzero(before.prediction != after.prediction))
        first, second = _numbers(before.score), _numbers(after.score)
    difference = np.abs(first - second)
    gaps = np.isnan(first) & np.isnan(second)
    difference[gaps] = 0.0
    # A gap against a number is no number itself, and so within no tolerance.
    outside = ~(gaps | (difference <= ABSOLUTE + RELATIVE * np.abs(first)))
    return Agreement(
        rows=rows,
        different_labels=labels,
        largest_difference=float(difference.max(initial=0.0)),
        outside=int(np.count_nonzero(outside)),
    )


def _numbers(values: Values | None) -> FloatArray:
    """None for a model that gives labels alone."""
    return np.empty(0) if values is None else np.asarray(values, dtype=np.float64)
