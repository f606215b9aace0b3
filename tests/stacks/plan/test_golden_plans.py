"""What each example stack creates, as one file to read in review."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from slipway.stacks.plan.graph import Json
from tests.support.example_stacks import STACKS, example_plans
from tests.support.recording import shortened


@pytest.fixture(scope="module")
def plans() -> dict[str, dict[str, Any]]:
    return example_plans()


@pytest.mark.parametrize("stack", STACKS)
def test_a_stack_plans_what_its_golden_file_says(
    stack: str, plans: dict[str, dict[str, Any]], golden: Callable[[str, str], None]
) -> None:
    prefix = f"urn:pulumi:{stack}::slipway::"
    kept = {
        one["urn"].removeprefix(prefix): {**shortened_inputs(one), **marks(one)}
        for one in plans[stack]["resources"]
    }
    golden(f"plans/{stack}.json", json.dumps(kept, indent=1) + "\n")


def shortened_inputs(resource: dict[str, Any]) -> dict[str, Json]:
    return {
        key: shortened(value) for key, value in resource["inputs"].items() if key != "__provider"
    }


def marks(resource: dict[str, Any]) -> dict[str, Json]:
    return {f"({mark})": True for mark in ("protect", "read") if resource[mark]}
