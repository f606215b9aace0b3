"""A stack that really runs in a cloud, asked with the credentials of this machine.

Never run by the project itself, which has no cloud account. To run it: log in to the cloud, `pulumi
login` to the stack's backend, and name the stack, e.g. `SLIPWAY_LIVE_STACK=managed-aws`.
"""

import os
from pathlib import Path

import pytest

from slipway.stacks.config.loader import load
from slipway.stacks.config.sources import from_file
from slipway.stacks.engine.session import open_session
from slipway.stacks.releases.model_registry import model_registry
from slipway.stacks.status.collect import collect

STACK = os.environ.get("SLIPWAY_LIVE_STACK", "")
pytestmark = [
    pytest.mark.skipif(not STACK, reason="SLIPWAY_LIVE_STACK names no stack in a cloud"),
    pytest.mark.filterwarnings("ignore"),
]
FILE = Path(__file__).parents[2] / f"Pulumi.{STACK}.yaml"


def test_every_part_of_the_stack_answers() -> None:
    config = load(from_file(FILE))
    found = collect(config, open_session(STACK, FILE, print).outputs())
    assert found.unreachable == ()
    for name, release in config.releases.items():
        assert found.models[name].version == release.version
        assert found.models[name].ready >= found.models[name].min


def test_the_model_registry_answers_for_every_model() -> None:
    config = load(from_file(FILE))
    registry = model_registry(config, open_session(STACK, FILE, print).outputs())
    for name, release in config.releases.items():
        assert registry.version(name, release.version).number == release.version
