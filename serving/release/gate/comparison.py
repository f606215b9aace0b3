"""Two models on the same rows, and how sure their difference is."""

from dataclasses import dataclass

import numpy as np

from slipway.serving.release.gate.metric import Measure, Metric
from slipway.serving.release.gate.rules import GateRules


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """A metric of the candidate and of its opponent; a gain above zero is in its favour."""

    metric: Metric
    opponent: str
    candidate_value: float
    opponent_value: float
    gain: float
    low: float
    high: float

    def as_json(self) -> dict[str, str | float | None]:
        """The comparison as evidence; what is no number becomes null."""
        figures = {
            "candidate": self.candidate_value,
            "opponent": self.opponent_value,
            "gain": self.gain,
            "low": self.low,
            "high": self.high,
        }
        known = {
            key: float(value) if np.isfinite(value) else None for key, value in figures.items()
        }
        return {"metric": self.metric.value, "against": self.opponent, **known}


def compare(
    *,
    metric: Metric,
    opponent: str,
    candidate: Measure,
    other: Measure,
    rows: int,
    rules: GateRules,
) -> Comparison:
    """The difference on the rows, with a paired bootstrap interval.

    Both models are measured on the same resamples, so that rows which are hard for both cancel out.
    """
    sign = -1 if metric.lower_is_better else 1
    every = np.ones(rows)
    candidate_value, opponent_value = candidate(every), other(every)
    draw = np.random.default_rng(rules.seed)
    gains = np.empty(rules.resamples)
    for index in range(rules.resamples):
        weights = np.bincount(draw.integers(0, rows, rows), minlength=rows).astype(np.float64)
        gains[index] = sign * (candidate(weights) - other(weights))
    low, high = _interval(gains, rules.confidence)
    return Comparison(
        metric=metric,
        opponent=opponent,
        candidate_value=candidate_value,
        opponent_value=opponent_value,
        gain=sign * (candidate_value - opponent_value),
        low=low,
        high=high,
    )


def _interval(
    gains: np.ndarray[tuple[int], np.dtype[np.float64]], confidence: float
) -> tuple[float, float]:
    known = gains[np.isfinite(gains)]
    if known.size == 0:
        return float("nan"), float("nan")
    tail = (1 - confidence) / 2
    low, high = np.quantile(known, [tail, 1 - tail])
    return float(low), float(high)
