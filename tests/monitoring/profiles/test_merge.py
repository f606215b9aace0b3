"""Profiles merge: split anywhere, in any order, the result is the same."""

import itertools

import numpy as np
import pyarrow as pa
import pytest

from slipway.monitoring.profiles.numeric import NumericProfile
from slipway.monitoring.profiles.table import TableProfile
from tests.monitoring.tables import batch, fit

SEEDS = range(20)


def faulty(random: np.random.Generator, rows: int) -> pa.RecordBatch:
    """Values with nulls, infinities, values outside, and unseen categories."""
    amounts = random.normal(0, 3, rows)
    amounts[random.random(rows) < 0.05] = np.inf
    amounts[random.random(rows) < 0.05] = np.nan
    names = random.choice(["a", "b", "c", "new", None], rows, p=[0.4, 0.3, 0.1, 0.1, 0.1])
    return batch({"amount": amounts, "name": pa.array(names), "flag": random.random(rows) < 0.3})


REFERENCE = fit(faulty(np.random.default_rng(99), 2000).slice(0, 2000))


def profile(data: pa.RecordBatch) -> TableProfile:
    return TableProfile.of(REFERENCE.layout.bins, data)


def same(ours: TableProfile, theirs: TableProfile) -> None:
    assert ours.rows == theirs.rows
    assert ours.families == theirs.families
    assert ours.columns.keys() == theirs.columns.keys()
    for name, left in ours.columns.items():
        right = theirs.columns[name]
        assert np.array_equal(left.counts, right.counts), name
        assert (left.nulls, left.unreadable) == (right.nulls, right.unreadable)
        if isinstance(left, NumericProfile) and isinstance(right, NumericProfile):
            assert left.infinite == right.infinite
            assert left.below == right.below
            assert left.below_by == pytest.approx(right.below_by, rel=1e-12)
            assert left.above_by == pytest.approx(right.above_by, rel=1e-12)
            assert left.moments.count == right.moments.count
            assert (left.moments.low, left.moments.high) == (right.moments.low, right.moments.high)
            assert left.moments.mean == pytest.approx(right.moments.mean, rel=1e-12, abs=1e-12)
            assert left.moments.squares == pytest.approx(right.moments.squares, rel=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_window_split_anywhere_gives_the_same_profile(seed: int) -> None:
    random = np.random.default_rng(seed)
    data = faulty(random, 1000)
    cuts = [0, *sorted(random.integers(0, 1000, random.integers(1, 9))), 1000]
    parts = [data.slice(a, b - a) for a, b in itertools.pairwise(cuts)]
    merged = TableProfile()
    for part in parts:
        merged = merged.merge(profile(part))
    same(merged, profile(data))


@pytest.mark.parametrize("seed", SEEDS)
def test_merging_is_commutative_and_associative(seed: int) -> None:
    random = np.random.default_rng(seed)
    a, b, c = (profile(faulty(random, int(n))) for n in random.integers(0, 500, 3))
    same(a.merge(b), b.merge(a))
    same(a.merge(b).merge(c), a.merge(b.merge(c)))


def test_an_empty_profile_changes_nothing() -> None:
    some = profile(faulty(np.random.default_rng(1), 100))
    same(TableProfile().merge(some), some)
    same(some.merge(TableProfile()), some)


def test_profiles_of_different_kinds_of_bins_are_refused() -> None:
    numeric, textual = fit(batch({"x": [0.5, 1.5]})), fit(batch({"x": ["a", "b"]}))
    ours = TableProfile.of(numeric.layout.bins, batch({"x": [0.5]}))
    theirs = TableProfile.of(textual.layout.bins, batch({"x": ["a"]}))
    with pytest.raises(TypeError, match="different bins"):
        ours.merge(theirs)


def test_the_size_of_a_profile_does_not_depend_on_the_rows() -> None:
    random = np.random.default_rng(3)
    small, large = profile(faulty(random, 100)), profile(faulty(random, 50_000))
    for name, column in small.columns.items():
        assert column.counts.nbytes == large.columns[name].counts.nbytes
