"""`slipway status --json` keeps the form that scripts read."""

import json

import pytest

from slipway.stacks.status.report import DRIFT_STATES
from tests.support.live_platform import MODEL, LivePlatform

pytestmark = pytest.mark.cluster


def test_the_status_has_every_published_key(platform: LivePlatform) -> None:
    done = platform.slipway("status", "--json")
    assert done.returncode == 0, done.stderr
    status = json.loads(done.stdout)
    assert (status["stack"], status["variant"], status["target"]) == (
        "local",
        "open-source",
        "local",
    )
    model = status["models"][MODEL]
    assert set(model) == {"version", "digest", "url", "ready", "min", "max", "drift"}
    assert model["ready"] >= model["min"] == 2
    assert model["digest"].startswith("sha256:")
    assert model["drift"] in DRIFT_STATES
    assert {"tracking", "prometheus", "registry"} <= set(status["urls"])
    assert status["monthlyCost"] == {
        "low": "0",
        "expected": "0",
        "high": "0",
        "currency": "USD",
    }
    assert status["unreachable"] == []
