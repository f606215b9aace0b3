"""Which cells are ranked, which are one option, and whom the first is compared with."""

from decimal import Decimal

import pytest

from slipway.stacks.advice.advice import advise
from slipway.stacks.advice.errors import AdviceInputError
from slipway.stacks.advice.options import choose
from slipway.stacks.advice.weights import of_option


def test_a_cluster_of_ones_own_is_ranked_for_who_has_one() -> None:
    without, left_out = choose(runs=(), targets=())
    assert {one.target for one in without} == {"azure", "aws"}
    assert {one.cell for one in left_out} == {"open-source-local", "open-source-kubernetes"}
    by_answer, _ = choose(runs=["kubernetes"], targets=())
    by_wish, _ = choose(runs=(), targets=["kubernetes", "aws"])
    for cells in (by_answer, by_wish):
        assert "open-source-kubernetes" in [one.name for one in cells]


def test_only_targets_that_are_asked_for_are_ranked() -> None:
    cells, left_out = choose(runs=(), targets=["aws"])
    assert {one.target for one in cells} == {"aws"}
    assert {one.reason for one in left_out if one.cell.endswith("azure")} == {
        "only aws was asked for"
    }


def test_cells_that_no_weights_tell_apart_are_one_option() -> None:
    cells, _ = choose(runs=(), targets=())
    found = advise(cells)
    assert {one.label: len(one.cells) for one in found.options} == {
        "open-source": 2,
        "cloud-native": 2,
        "managed-platform on azure": 1,
        "managed-platform on aws": 1,
    }


def test_the_first_is_also_compared_with_another_variant() -> None:
    cells, _ = choose(runs=(), targets=())
    found = advise(cells, [of_option("time-to-build=3")])
    assert found.first == "managed-platform on aws"
    assert [one.over for one in found.duels] == ["managed-platform on azure", "open-source"]
    lead = found.ranking[0].score - next(
        one.score for one in found.ranking if one.option == "open-source"
    )
    assert found.duels[1].lead == lead


def test_weights_decide() -> None:
    cells, _ = choose(runs=(), targets=["azure"])
    by_weight = {
        one: advise(cells, [of_option(f"{one}=10")]).first for one in ("expertise", "flexibility")
    }
    assert by_weight == {
        "expertise": "managed-platform on azure",
        "flexibility": "open-source on azure",
    }


def test_a_dear_first_falls_behind_when_cost_counts() -> None:
    cells, _ = choose(runs=(), targets=["azure"])
    before = advise(cells, [of_option("expertise=3")])
    costs = {one.name: Decimal(100) for one in cells} | {"managed-platform-azure": Decimal(10_000)}
    weighed = [of_option("expertise=3"), of_option("cost=5")]
    after = advise(cells, weighed, costs=costs)
    assert before.first == "managed-platform on azure"
    assert after.first != before.first
    assert after.weights["cost"] == 5


def test_one_cell_is_no_choice() -> None:
    cells, left_out = choose(runs=(), targets=["kubernetes"])
    with pytest.raises(AdviceInputError, match="got only open-source on kubernetes to choose"):
        advise(cells, left_out=left_out)


def test_none_is_no_choice() -> None:
    with pytest.raises(AdviceInputError, match="got nothing to choose"):
        advise([])
