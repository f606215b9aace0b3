"""No example stack has an input that its cloud would refuse, and no type slips past unseen."""

import json
from typing import Any

import pytest

from slipway.stacks.conformance import aws
from slipway.stacks.conformance.check import check
from slipway.stacks.plan.graph import plan_from_json
from tests.support.example_stacks import CLOUD_STACKS, example_plans

NONE = json.loads(aws._PATH.read_text(encoding="utf-8"))["none"]


@pytest.fixture(scope="module")
def plans() -> dict[str, dict[str, Any]]:
    return example_plans()


@pytest.mark.parametrize("stack", CLOUD_STACKS)
def test_no_input_would_be_refused(stack: str, plans: dict[str, dict[str, Any]]) -> None:
    report = check(plan_from_json(plans[stack]))
    assert [str(one) for one in report.findings] == []


@pytest.mark.parametrize("stack", CLOUD_STACKS)
def test_every_type_is_checked_or_has_a_reason(
    stack: str, plans: dict[str, dict[str, Any]]
) -> None:
    report = check(plan_from_json(plans[stack]))
    bare = [kind for kind, number, _ in report.coverage.types() if number == 0]
    assert [kind for kind in bare if kind not in NONE] == []
