import math

import numpy as np
import pytest
from scipy.spatial.distance import jensenshannon
from scipy.stats import binomtest, false_discovery_control

from slipway.monitoring.statistics import benjamini_hochberg, jensen_shannon, stability, wilson


def test_jensen_shannon_is_scipys() -> None:
    ours, theirs = np.asarray([50, 30, 20, 0]), np.asarray([10, 40, 40, 10])
    expected = jensenshannon(ours, theirs, base=2)
    assert jensen_shannon.distance(ours, theirs) == pytest.approx(expected, rel=1e-12)
    assert jensen_shannon.distance(np.asarray([5, 0]), np.asarray([0, 5])) == pytest.approx(1)


@pytest.mark.parametrize("size", [100, 1000])
def test_the_quantile_of_jensen_shannon_holds_by_simulation(size: int) -> None:
    random = np.random.default_rng(size)
    shares = [0.4, 0.3, 0.2, 0.1]
    bound = jensen_shannon.quantile(0.95, 5000, size, 3)
    over = np.mean(
        [
            jensen_shannon.distance(
                random.multinomial(5000, shares), random.multinomial(size, shares)
            )
            > bound
            for _ in range(2000)
        ]
    )
    assert 0.035 < over < 0.065


@pytest.mark.parametrize("seed", range(10))
def test_benjamini_hochberg_is_scipys(seed: int) -> None:
    values = np.random.default_rng(seed).random(12) ** 4
    named = {f"c{i}": float(value) for i, value in enumerate(values)}
    expected = {f"c{i}" for i, p in enumerate(false_discovery_control(values)) if p <= 0.05}
    assert benjamini_hochberg.rejected(named, 0.05) == expected


def test_benjamini_hochberg_of_nothing_is_nothing() -> None:
    assert benjamini_hochberg.rejected({}, 0.05) == frozenset()


@pytest.mark.parametrize(("hits", "total"), [(0, 20), (3, 50), (50, 50), (280, 5000)])
def test_the_interval_is_wilsons(hits: int, total: int) -> None:
    expected = binomtest(hits, total).proportion_ci(0.99, method="wilson")
    low, high = wilson.interval(hits, total, 0.99)
    assert (low, high) == pytest.approx((expected.low, expected.high), abs=1e-12)


def test_nothing_seen_bounds_nothing() -> None:
    assert wilson.interval(0, 0, 0.99) == (0, 1)


def test_the_stability_index_of_a_textbook_pair() -> None:
    ours, theirs = np.asarray([10_000, 10_000]), np.asarray([15_000, 5000])
    assert stability.index(ours, theirs) == pytest.approx(0.25 * math.log(3), rel=1e-3)
    assert stability.largest(ours, theirs) == pytest.approx(0.25)


def test_tenths_group_a_thousand_bins_into_ten_of_equal_share() -> None:
    ours = np.full(1000, 7)
    grouped, _ = stability.tenths(ours, ours)
    assert grouped.tolist() == [700] * 10
