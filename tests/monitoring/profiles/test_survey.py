"""How a column is compared is decided by its role, its type and its values."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pyarrow as pa

from slipway.monitoring.profiles.bins import CategoryBins, NumericBins
from slipway.monitoring.profiles.sample import RowSample
from slipway.monitoring.roles import Roles
from tests.monitoring.tables import batch, fit

RANDOM = np.random.default_rng(0)
N = 400


def test_types_and_values_decide_on_numbers_or_categories() -> None:
    bins = fit(
        batch(
            {
                "float": RANDOM.normal(size=N),
                "few_integers": RANDOM.integers(0, 10, N),
                "many_integers": RANDOM.integers(0, 1000, N),
                "text": RANDOM.choice(["a", "b"], N),
                "flag": RANDOM.random(N) < 0.5,
            }
        )
    ).layout.bins
    kinds = {name: type(found) for name, found in bins.items()}
    assert kinds == {
        "float": NumericBins,
        "few_integers": CategoryBins,
        "many_integers": NumericBins,
        "text": CategoryBins,
        "flag": CategoryBins,
    }


def test_what_cannot_be_compared_is_set_aside_with_its_reason() -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    aside = fit(
        batch(
            {
                "when": [start + timedelta(minutes=i) for i in range(N)],
                "nothing": pa.nulls(N),
                "all_nan": np.full(N, np.nan),
                "nested": [[i] for i in range(N)],
                "key": [f"request-{i}" for i in range(N)],
                "row": np.arange(N),
                "x": RANDOM.normal(size=N),
            }
        )
    ).layout.aside
    assert aside.keys() == {"when", "nothing", "all_nan", "nested", "key", "row"}
    assert "identifier" in aside["key"]
    assert "identifier" in aside["row"]
    assert "--time" in aside["when"]


def test_ten_thousand_categories_are_free_text() -> None:
    names = [f"word-{i % 10_000}" for i in range(25_000)]
    assert (
        "free text"
        in fit(batch({"words": names, "x": RANDOM.random(25_000)})).layout.aside["words"]
    )


def test_a_prediction_of_a_classifier_is_a_category_and_that_of_a_regression_a_number() -> None:
    classes = fit(batch({"p": np.arange(N) % 30}), Roles(prediction="p"))
    assert isinstance(classes.layout.bins["p"], CategoryBins)
    values = fit(batch({"p": RANDOM.normal(size=N)}), Roles(prediction="p"))
    assert isinstance(values.layout.bins["p"], NumericBins)
    assert values.task is not None
    assert values.task.regression


def test_columns_are_set_aside_by_their_role() -> None:
    roles = Roles(identifier="i", target="t", excluded=frozenset({"e"}))
    data = batch({name: RANDOM.normal(size=N) for name in ("i", "t", "e", "x")})
    assert fit(data, roles).layout.bins.keys() == {"x"}


def test_the_edges_span_the_true_range_though_they_come_from_a_sample() -> None:
    values = RANDOM.normal(size=120_000)
    bins = fit(batch({"x": values})).layout.bins["x"]
    assert isinstance(bins, NumericBins)
    assert (bins.edges[0], bins.edges[-1]) == (values.min(), values.max())
    assert not bins.discrete


def test_a_sample_is_uniform_and_bounded() -> None:
    sample = RowSample(1000)
    for start in range(0, 100_000, 5000):
        sample.add(batch({"x": np.arange(start, start + 5000, dtype=np.float64)}))
    table = sample.table()
    assert table is not None
    assert table.num_rows == 1000
    mean = np.mean(table.column("x").to_numpy())
    assert abs(mean - 50_000) < 4 * 100_000 / np.sqrt(12 * 1000)


def test_bins_count_each_value_once_whatever_it_is() -> None:
    bins = NumericBins.fit(np.asarray([1.0, 2.0, 3.0]), low=1.0, high=3.0)
    assert bins.count(np.asarray([0.0, 1.0, 1.5, 2.0, 3.0, 9.0])).tolist() == [2, 2, 1, 1]
    names = CategoryBins.fit({"a": 3, "b": 5})
    assert names.names == ("b", "a")
    assert names.count({"a": 1, "c": 4}).tolist() == [0, 1, 0, 4]


def test_categories_beyond_the_frequent_ones_share_a_bin_and_are_not_unseen() -> None:
    counts = {f"n{i}": 10 for i in range(1005)} | {"top": 99}
    bins = CategoryBins.fit(counts)
    found = bins.count(counts)
    assert found[-1] == 0
    assert found[-2] == 60
