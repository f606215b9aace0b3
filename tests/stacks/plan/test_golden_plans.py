"""What each example stack creates, as one file to read in review."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from slipway.stacks.plan.graph import Json
from tests.support.example_stacks import STACKS, example_plans


@pytest.fixture(scope="module")
def plans() -> dict[str, dict[str, Any]]:
    return example_plans()


@pytest.mark.parametrize("stack", STACKS)
def test_a_stack_plans_what_its_golden_file_says(
    stack: str, plans: dict[str, dict[str, Any]], golden: Callable[[str, str], None]
) -> None:
    prefix = f"urn:pulumi:{stack}::slipway::"
    kept = {
        one["urn"].removeprefix(prefix): shortened(one["inputs"]) | marks(one)
        for one in plans[stack]["resources"]
    }
    golden(f"plans/{stack}.json", json.dumps(kept, indent=1) + "\n")


def marks(resource: dict[str, Any]) -> dict[str, Json]:
    return {f"({mark})": True for mark in ("protect", "read") if resource[mark]}


def shortened(value: Json) -> Any:
    """Shipped files appear as their first line, because their content has tests of its own."""
    if isinstance(value, str) and value.count("\n") > 1:
        return value.strip().splitlines()[0] + " [...]"
    if isinstance(value, list):
        return [shortened(item) for item in value]
    if isinstance(value, dict):
        return {key: shortened(item) for key, item in value.items() if key != "__provider"}
    return value
