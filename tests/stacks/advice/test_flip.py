"""The changes of weights that put another option first, held against trying them out."""

from collections.abc import Mapping
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from slipway.stacks.advice.flip import combined_flip, flips, most
from slipway.stacks.advice.rank import ranking, weighted

FACTORS = ("a", "b", "c", "d")
NAMES = ("p", "q", "r", "s")
Options = dict[str, dict[str, Fraction]]
_SCORES = st.integers(2, 10).map(lambda half: Fraction(half, 2))
OPTIONS = st.lists(
    st.lists(_SCORES, min_size=len(FACTORS), max_size=len(FACTORS)), min_size=2, max_size=4
).map(
    lambda rows: {
        name: dict(zip(FACTORS, row, strict=True)) for name, row in zip(NAMES, rows, strict=False)
    }
)
WEIGHTS = st.lists(
    st.integers(0, 12).map(lambda third: Fraction(third, 3)), min_size=4, max_size=4
).map(lambda row: dict(zip(FACTORS, row, strict=True)))
LITTLE = Fraction(1, 10**9)


def first(options: Options, weights: Mapping[str, Fraction]) -> str:
    return ranking(options, weights)[0].option


@pytest.fixture
def two() -> Options:
    """p leads q by 2 in a, and lags by 1 in b."""
    return {
        "p": {"a": Fraction(4), "b": Fraction(2)},
        "q": {"a": Fraction(2), "b": Fraction(3)},
    }


EQUAL = {"a": Fraction(1), "b": Fraction(1)}


def test_a_flip_is_where_the_sums_by_hand_meet(two: Options) -> None:
    on_a, on_b = flips(two, EQUAL)
    assert (on_a.at, on_a.change, on_a.relative) == (
        Fraction(1, 2),
        -Fraction(1, 2),
        -Fraction(1, 2),
    )
    assert (on_b.at, on_b.change, on_b.challenger) == (Fraction(2), Fraction(1), "q")


def test_the_smallest_combined_change_is_the_one_by_hand(two: Options) -> None:
    """2 (1 - t) = 1 + t."""
    found = combined_flip(two, EQUAL)
    assert found is not None
    assert found.change == Fraction(1, 3)
    assert found.weights == {"a": Fraction(2, 3), "b": Fraction(4, 3)}


def test_an_option_that_is_nowhere_worse_is_never_overtaken() -> None:
    best = {one: Fraction(3) for one in FACTORS}
    worse = {**best, "a": Fraction(1)}
    weights = dict.fromkeys(FACTORS, Fraction(1))
    assert [one.change for one in flips({"p": best, "q": worse}, weights)] == [None] * 4
    assert combined_flip({"p": best, "q": worse}, weights) is None


def test_a_weight_beyond_the_bound_is_no_flip() -> None:
    """It would take a weight of 40 where 10 times the mean is the most."""
    options = {
        "p": {"a": Fraction(5), "b": Fraction(2)},
        "q": {"a": Fraction(1), "b": Fraction(21, 10)},
    }
    on_a, on_b = flips(options, EQUAL)
    assert on_b.change is None
    assert on_a.at == Fraction(1, 40)


def test_the_weight_of_a_factor_that_was_0_has_no_relative_change() -> None:
    options = {
        "p": {"a": Fraction(5), "b": Fraction(2)},
        "q": {"a": Fraction(4), "b": Fraction(3)},
    }
    [_, on_b] = flips(options, {"a": Fraction(1), "b": Fraction(0)})
    assert (on_b.change, on_b.relative) == (Fraction(1), None)


@settings(max_examples=300)
@given(OPTIONS, WEIGHTS)
def test_at_a_flip_both_are_equal_and_on_its_sides_one_or_the_other_leads(
    options: Options, weights: dict[str, Fraction]
) -> None:
    assume(any(weights.values()))
    leader = first(options, weights)
    for flip in flips(options, weights):
        if flip.change is None or flip.challenger is None:
            continue
        there = weights | {flip.factor: weights[flip.factor] + flip.change}
        assert weighted(options[leader], there) == weighted(options[flip.challenger], there)
        gap = options[leader][flip.factor] - options[flip.challenger][flip.factor]
        step = -LITTLE if gap > 0 else LITTLE
        beyond = there | {flip.factor: there[flip.factor] + step}
        scores = {name: weighted(one, beyond) for name, one in options.items()}
        assert scores[flip.challenger] == max(scores.values()) > scores[leader]
        if flip.change:
            before = there | {flip.factor: there[flip.factor] - step}
            assert weighted(options[leader], before) == max(
                weighted(one, before) for one in options.values()
            )


@settings(max_examples=300)
@given(OPTIONS, WEIGHTS, st.integers(0, 40))
def test_no_weight_within_a_flip_and_none_where_there_is_none_changes_the_first(
    options: Options, weights: dict[str, Fraction], part: int
) -> None:
    assume(any(weights.values()))
    leader = first(options, weights)
    for flip in flips(options, weights):
        tried = most(weights) * part / 40
        if flip.change is not None and abs(tried - flip.weight) > abs(flip.change):
            continue
        changed = weights | {flip.factor: tried}
        if any(changed.values()):
            scores = {name: weighted(one, changed) for name, one in options.items()}
            assert scores[leader] == max(scores.values())


@settings(max_examples=300)
@given(OPTIONS, WEIGHTS)
def test_the_combined_weights_make_both_equal_and_a_little_more_overturns(
    options: Options, weights: dict[str, Fraction]
) -> None:
    assume(any(weights.values()))
    leader = first(options, weights)
    found = combined_flip(options, weights)
    assume(found is not None)
    assert found is not None
    there = found.weights
    assert weighted(options[leader], there) == weighted(options[found.challenger], there)
    assert max(abs(there[one] - weights[one]) for one in FACTORS) <= found.change
    beyond = {}
    for one in FACTORS:
        gap = options[leader][one] - options[found.challenger][one]
        step = -LITTLE if gap > 0 else LITTLE if gap < 0 else 0
        beyond[one] = min(max(there[one] + step, Fraction(0)), most(weights))
    assert weighted(options[leader], beyond) < weighted(options[found.challenger], beyond)


_MOVES = st.lists(
    st.integers(-8, 8).map(lambda eighth: Fraction(eighth, 8)), min_size=4, max_size=4
)


@settings(max_examples=300)
@given(OPTIONS, WEIGHTS, _MOVES)
def test_no_weights_nearer_than_the_combined_change_put_another_first(
    options: Options, weights: dict[str, Fraction], moves: list[Fraction]
) -> None:
    assume(any(weights.values()))
    found = combined_flip(options, weights)
    reach = most(weights) if found is None else found.change
    tried = {
        one: min(max(weights[one] + move * reach, Fraction(0)), most(weights))
        for one, move in zip(FACTORS, moves, strict=True)
    }
    assume(any(tried.values()))
    scores = {name: weighted(one, tried) for name, one in options.items()}
    assert scores[first(options, weights)] == max(scores.values())


@given(OPTIONS, WEIGHTS, st.permutations(FACTORS))
def test_the_order_of_the_factors_changes_nothing(
    options: Options, weights: dict[str, Fraction], order: list[str]
) -> None:
    assume(any(weights.values()))
    turned = {one: weights[one] for one in order}
    assert ranking(options, turned) == ranking(options, weights)
    assert {one.factor: one for one in flips(options, turned)} == {
        one.factor: one for one in flips(options, weights)
    }
    assert combined_flip(options, turned) == combined_flip(options, weights)


@given(OPTIONS, WEIGHTS, st.integers(1, 50))
def test_weights_in_another_scale_give_the_same_advice(
    options: Options, weights: dict[str, Fraction], times: int
) -> None:
    assume(any(weights.values()))
    scaled = {one: weight * times for one, weight in weights.items()}
    assert ranking(options, scaled) == ranking(options, weights)
    for before, after in zip(flips(options, weights), flips(options, scaled), strict=True):
        assert (after.challenger, after.relative) == (before.challenger, before.relative)
        assert after.change == (None if before.change is None else before.change * times)
    before_all, after_all = combined_flip(options, weights), combined_flip(options, scaled)
    assert (before_all is None) == (after_all is None)
    if before_all is not None and after_all is not None:
        assert after_all.change == before_all.change * times
