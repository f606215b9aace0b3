import numpy as np
import pytest
from scipy.stats import chi2_contingency

from slipway.monitoring.statistics import chi_square


@pytest.mark.parametrize("cells", [2, 3, 12])
def test_it_is_scipys_contingency_test(cells: int) -> None:
    random = np.random.default_rng(cells)
    ours, theirs = random.integers(500, 900, cells), random.integers(50, 90, cells)
    expected = chi2_contingency([ours, theirs])
    found = chi_square.test(ours, theirs)
    assert found.statistic == pytest.approx(expected.statistic, rel=1e-12)
    assert found.probability == pytest.approx(expected.pvalue, rel=1e-9)
    assert found.freedom == expected.dof


def test_small_cells_are_put_together_before_the_test() -> None:
    ours, theirs = np.asarray([900, 80, 10, 5, 5]), np.asarray([90, 8, 1, 1, 0])
    found = chi_square.test(ours, theirs)
    expected = chi2_contingency([[900, 100], [90, 10]])  # 2 of 100 are too few by themselves
    assert found.freedom == 1
    assert found.statistic == pytest.approx(expected.statistic, abs=1e-12)


def test_a_single_category_cannot_drift() -> None:
    assert chi_square.test(np.asarray([100]), np.asarray([10])).probability == 1


def test_many_rare_categories_do_not_alarm_without_drift() -> None:
    random = np.random.default_rng(0)
    shares = 1 / np.arange(1, 301)
    shares /= shares.sum()
    ours = random.multinomial(20_000, shares)
    low = sum(
        chi_square.test(ours, random.multinomial(200, shares)).probability < 0.01
        for _ in range(1000)
    )
    assert low <= 20  # 10 expected, standard deviation 3
