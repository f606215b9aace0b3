import numpy as np
import pytest
from scipy.stats import wasserstein_distance

from slipway.monitoring.profiles.numeric import NumericProfile
from slipway.monitoring.profiles.table import TableProfile
from slipway.monitoring.statistics import wasserstein
from tests.monitoring.tables import batch, fit


def found(ours: np.ndarray, theirs: np.ndarray) -> float:
    reference = fit(batch({"x": ours}))
    window = TableProfile.of(reference.layout.bins, batch({"x": theirs}))
    left, right = reference.profile.columns["x"], window.columns["x"]
    assert isinstance(left, NumericProfile)
    assert isinstance(right, NumericProfile)
    return wasserstein.distance(left, right)


@pytest.mark.parametrize("shift", [-2.0, 0.0, 0.3, 5.0])
def test_it_is_scipys_for_continuous_values(shift: float) -> None:
    random = np.random.default_rng(4)
    ours, theirs = random.normal(size=20_000), random.normal(shift, 1.2, 3000)
    exact = wasserstein_distance(ours, theirs)
    assert found(ours, theirs) == pytest.approx(exact, rel=0.01, abs=0.003)


def test_it_is_exact_for_few_distinct_values_even_outside_their_range() -> None:
    random = np.random.default_rng(5)
    ours, theirs = random.integers(0, 30, 5000) / 2, random.integers(-20, 60, 400) / 2
    ours_within = theirs[np.isin(theirs, ours) | (theirs < ours.min()) | (theirs > ours.max())]
    exact = wasserstein_distance(ours, ours_within)
    assert found(ours, ours_within) == pytest.approx(exact, rel=1e-9)


def test_few_values_that_moved_very_far_count_by_their_distance() -> None:
    ours = np.random.default_rng(6).normal(size=10_000)
    theirs = np.concatenate([ours[:960], np.full(40, 500.0)])
    assert found(ours, theirs) == pytest.approx(wasserstein_distance(ours, theirs), rel=0.01)
