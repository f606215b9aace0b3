"""The ranking, and what decided it."""

from fractions import Fraction

from hypothesis import assume, given

from slipway.stacks.advice.rank import contributions, ranking, weighted
from tests.stacks.advice.test_flip import OPTIONS, WEIGHTS, Options


def test_a_score_is_the_weighted_mean() -> None:
    scores = {"a": Fraction(5), "b": Fraction(1)}
    assert weighted(scores, {"a": Fraction(3), "b": Fraction(1)}) == 4


def test_of_equals_the_one_that_is_named_first_leads() -> None:
    alike = {"a": Fraction(2)}
    ranked = ranking({"z": alike, "b": alike}, {"a": Fraction(1)})
    assert [one.option for one in ranked] == ["z", "b"]


@given(OPTIONS, WEIGHTS)
def test_contributions_sum_to_the_lead(options: Options, weights: dict[str, Fraction]) -> None:
    assume(any(weights.values()))
    first, second = ranking(options, weights)[:2]
    found = contributions(options[first.option], options[second.option], weights)
    assert sum(one.lead for one in found) == first.score - second.score >= 0
    assert [one.lead for one in found] == sorted((one.lead for one in found), reverse=True)
