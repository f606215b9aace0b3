"""One column of a window against the reference: statistic, chance and size of the change."""

from dataclasses import dataclass
from functools import lru_cache

from slipway.monitoring.profiles.categorical import CategoricalProfile
from slipway.monitoring.profiles.numeric import NumericProfile
from slipway.monitoring.profiles.table import ColumnProfile
from slipway.monitoring.statistics import (
    chi_square,
    jensen_shannon,
    kolmogorov,
    stability,
    wasserstein,
)
from slipway.monitoring.thresholds import Thresholds


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """What the verdict on a column rests on; without values on either side there is none."""

    method: str
    score: float
    p: float
    effect: float
    floor: float
    statistics: dict[str, float]


def compare(
    reference: ColumnProfile, window: ColumnProfile, limits: Thresholds
) -> Comparison | None:
    """Compares the usable values; None while there are too few of them."""
    if min(reference.usable, window.usable) < limits.minimum_values:
        return None
    if isinstance(reference, NumericProfile) and isinstance(window, NumericProfile):
        return _numeric(reference, window, limits)
    if isinstance(reference, CategoricalProfile) and isinstance(window, CategoricalProfile):
        return _categorical(reference, window, limits)
    message = "profiles of one column come from different bins"
    raise TypeError(message)


def _numeric(reference: NumericProfile, window: NumericProfile, limits: Thresholds) -> Comparison:
    sizes = (reference.usable, window.usable)
    score = kolmogorov.distance(reference.counts, window.counts)
    spread = reference.moments.deviation
    moved = wasserstein.distance(reference, window) / spread if spread else 0.0
    ours, theirs = stability.tenths(reference.counts, window.counts)
    return Comparison(
        method="ks",
        score=score,
        p=kolmogorov.probability(score, *sizes),
        effect=max(score, limits.wasserstein_weight * moved),
        floor=max(limits.numeric_floor, _numeric_quantile(limits.floor_quantile, *sizes)),
        statistics={
            "ks": score,
            "wasserstein": moved,
            "jensenShannon": jensen_shannon.distance(ours, theirs),
            "psi": stability.index(ours, theirs),
        },
    )


def _categorical(
    reference: CategoricalProfile, window: CategoricalProfile, limits: Thresholds
) -> Comparison:
    ours, theirs = reference.known, window.known
    found = chi_square.test(ours, theirs)
    distance = jensen_shannon.distance(ours, theirs)
    chance = jensen_shannon.quantile(
        limits.floor_quantile, reference.usable, window.usable, found.freedom
    )
    return Comparison(
        method="chi2",
        score=found.statistic,
        p=found.probability,
        effect=distance,
        floor=max(limits.categorical_floor, chance),
        statistics={
            "chiSquare": found.statistic,
            "jensenShannon": distance,
            "psi": stability.index(ours, theirs),
            "lInfinity": stability.largest(ours, theirs),
        },
    )


@lru_cache(maxsize=1024)
def _numeric_quantile(share: float, first: int, second: int) -> float:
    return kolmogorov.quantile(share, first, second)
