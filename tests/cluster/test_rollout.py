"""Nothing that happens to a model service may fail a request."""

import time

import pytest

from tests.support.live_platform import MODEL, MODELS, LivePlatform, wait_for
from tests.support.load import Load, constant_load

pytestmark = pytest.mark.cluster

ENOUGH = 50
"""Fewer requests than this would prove nothing."""


def check(load: Load) -> None:
    assert load.sent > ENOUGH
    assert load.failed == {}


def test_a_release_under_load_fails_no_request(platform: LivePlatform, next_version: int) -> None:
    with constant_load(platform.model_url()) as load:
        done = platform.slipway("model", "release", MODEL, "--version", str(next_version), "--yes")
        time.sleep(3)
    assert done.returncode == 0, done.stdout + done.stderr
    check(load)
    assert platform.session.outputs().models[MODEL].version == next_version


def test_a_rollback_under_load_fails_no_request(platform: LivePlatform, next_version: int) -> None:
    assert platform.session.outputs().models[MODEL].version == next_version
    with constant_load(platform.model_url()) as load:
        done = platform.slipway("model", "rollback", MODEL, "--reason", "a test", "--yes")
        time.sleep(3)
    assert done.returncode == 0, done.stdout + done.stderr
    check(load)
    assert platform.session.outputs().models[MODEL].version < next_version
    version = platform.mlflow().get_model_version(MODEL, str(next_version))
    assert version.tags["slipway.rejected"] == "a test"


def test_a_killed_pod_under_load_fails_no_request(platform: LivePlatform) -> None:
    wait_for("two replicas", lambda: platform.replicas() >= 2, seconds=120)
    with constant_load(platform.model_url()) as load:
        time.sleep(2)
        victim = platform.pods(MODELS, "model-service")[0]
        platform.core().delete_namespaced_pod(victim, MODELS)
        wait_for(
            "the pod's end",
            lambda: victim not in platform.pods(MODELS, "model-service"),
            seconds=120,
        )
        wait_for("two replicas again", lambda: platform.replicas() >= 2, seconds=120)
    check(load)
