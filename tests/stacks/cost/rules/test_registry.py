"""Every type that a stack plans is priced, free with a reason, or said to be unsupported."""

import pytest

from slipway.stacks.cost.rules.registry import RULES, UNSUPPORTED, free_types, structural
from tests.stacks.cost.support.plans import priced, resource, told
from tests.support.example_stacks import STACKS, example_plans


@pytest.mark.parametrize("stack", STACKS)
def test_a_planned_type_is_in_one_of_the_three_lists(stack: str) -> None:
    planned = {one["type"] for one in example_plans()[stack]["resources"]}
    known = {*RULES, *free_types(), *UNSUPPORTED}
    unknown = sorted(kind for kind in planned if not structural(kind) and kind not in known)
    assert not unknown, f"give {', '.join(unknown)} a rule, or list them: docs/cost.md"


def test_no_type_is_in_two_lists() -> None:
    assert not set(RULES) & set(free_types())
    assert not set(UNSUPPORTED) & {*RULES, *free_types()}


def test_a_free_type_says_why_and_who_says_so() -> None:
    for kind, free in free_types().items():
        assert free.reason, kind
        assert "." in free.source, kind


def test_a_type_in_no_list_is_unsupported_and_not_left_out() -> None:
    assert told(priced(resource("aws:new/thing:Thing")))[0][0] == "unsupported"
    known = told(priced(resource("aws:grafana/workspace:Workspace")))
    assert known == [("unsupported", UNSUPPORTED["aws:grafana/workspace:Workspace"], "")]


def test_components_and_providers_are_no_resources_of_a_cloud() -> None:
    assert structural("slipway:aws:Network")
    assert structural("pulumi:providers:aws")
    assert not structural("pulumi-python:dynamic/slipway:Password")
