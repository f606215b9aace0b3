import numpy as np
import pytest
from scipy.stats import ks_2samp

from slipway.monitoring.profiles.table import TableProfile
from slipway.monitoring.statistics import kolmogorov
from tests.monitoring.tables import batch, fit


def counts(ours: np.ndarray, theirs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    reference = fit(batch({"x": ours}))
    window = TableProfile.of(reference.layout.bins, batch({"x": theirs}))
    return reference.profile.columns["x"].counts, window.columns["x"].counts


@pytest.mark.parametrize("shift", [0.0, 0.1, 1.0])
@pytest.mark.parametrize("size", [100, 5000])
def test_the_distance_is_scipys_to_one_thousandth(shift: float, size: int) -> None:
    random = np.random.default_rng(size)
    ours, theirs = random.normal(size=20_000), random.normal(shift, 1, size)
    exact = ks_2samp(ours, theirs, method="asymp")
    found = kolmogorov.distance(*counts(ours, theirs))
    assert exact.statistic - 0.0011 <= found <= exact.statistic + 1e-12


def test_the_distance_is_exact_for_few_distinct_values() -> None:
    random = np.random.default_rng(1)
    ours, theirs = random.poisson(7, 5000) * 1.5, random.poisson(8, 700) * 1.5
    exact = ks_2samp(ours, theirs, method="asymp")
    found = kolmogorov.distance(*counts(ours, theirs))
    assert found == pytest.approx(exact.statistic, abs=1e-12)
    assert kolmogorov.probability(found, 5000, 700) == pytest.approx(exact.pvalue, rel=1e-9)


def test_the_quantile_is_the_distance_of_its_probability() -> None:
    value = kolmogorov.quantile(0.99, 50_000, 300)
    assert kolmogorov.probability(value, 50_000, 300) == pytest.approx(0.01, rel=1e-4)
