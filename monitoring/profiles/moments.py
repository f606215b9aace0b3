"""Count, mean, spread and range of a column, mergeable."""

import math
from dataclasses import dataclass

import numpy as np

from slipway.monitoring.profiles.coerce import Floats


@dataclass(frozen=True, kw_only=True)
class Moments:
    """Moments of the finite values seen so far; an empty one is the neutral element of `merge`."""

    count: int = 0
    mean: float = 0.0
    squares: float = 0.0
    """Sum of squared deviations from the mean."""
    low: float = math.inf
    high: float = -math.inf

    @classmethod
    def of(cls, values: Floats) -> "Moments":
        """The moments of an array."""
        if not len(values):
            return cls()
        mean = float(values.mean())
        deviations = values - mean
        return cls(
            count=len(values),
            mean=mean,
            squares=float(np.dot(deviations, deviations)),
            low=float(values.min()),
            high=float(values.max()),
        )

    def merge(self, other: "Moments") -> "Moments":
        """Both together (Chan, Golub and LeVeque 1979): stable, and equal in any order to 1e-12."""
        if not self.count or not other.count:
            return self if self.count else other
        count = self.count + other.count
        step = other.mean - self.mean
        return Moments(
            count=count,
            mean=self.mean + step * (other.count / count),
            squares=self.squares + other.squares + step * step * (self.count * other.count / count),
            low=min(self.low, other.low),
            high=max(self.high, other.high),
        )

    @property
    def deviation(self) -> float:
        """Standard deviation of the values; 0 for fewer than two."""
        return math.sqrt(self.squares / (self.count - 1)) if self.count > 1 else 0.0
