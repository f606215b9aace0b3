import itertools

import numpy as np
import pytest

from tests.monitoring.tables import batch, fit, judged


def test_bars_of_reference_and_window_add_up_to_one() -> None:
    random = np.random.default_rng(0)
    reference = fit(batch({"x": random.gamma(2, 3, 5000), "k": random.choice(list("abc"), 5000)}))
    verdict = judged(reference, batch({"x": random.gamma(3, 3, 500), "k": ["z"] * 500}))
    for name, outline in verdict.reference.items():
        assert sum(outline.shares) == pytest.approx(1, abs=1e-3)
        assert sum(verdict.windows[0].columns[name].shares) == pytest.approx(1, abs=1e-3)
    assert verdict.windows[0].columns["k"].shares[-1] == 1  # unseen values are `others`


def test_the_bars_of_a_numeric_column_follow_its_histogram() -> None:
    random = np.random.default_rng(1)
    values = random.normal(size=20_000)
    outline = judged(fit(batch({"x": values})), batch({"x": values})).reference["x"]
    edges = np.asarray(outline.edges)
    edges[0], edges[-1] = -np.inf, np.inf
    expected = np.asarray(
        [np.mean((values > a) & (values <= b)) for a, b in itertools.pairwise(edges)]
    )
    assert np.abs(expected - np.asarray(outline.shares)).max() < 0.002


def test_rare_categories_are_not_named() -> None:
    values = ["usual"] * 500 + ["a person"]
    outline = judged(fit(batch({"k": values})), batch({"k": values})).reference["k"]
    assert outline.labels == ("usual", "others")
