"""The autoscaler takes the service from its minimum to its maximum and back."""

import pytest

from tests.support.live_platform import MODEL, LivePlatform, wait_for
from tests.support.load import constant_load

pytestmark = pytest.mark.cluster


def test_load_scales_to_the_maximum_and_its_end_to_the_minimum(platform: LivePlatform) -> None:
    model = platform.session.outputs().models[MODEL]
    wait_for("the minimum before", lambda: platform.replicas() == model.min_replicas, seconds=300)
    with constant_load(platform.model_url(), clients=8, pause=0, rows=20) as load:
        wait_for("the maximum", lambda: platform.replicas() == model.max_replicas, seconds=240)
    # Refused is an answer; lost is not.
    assert set(load.outcomes) <= {"200", "429"}, load.outcomes
    wait_for("the minimum after", lambda: platform.replicas() == model.min_replicas, seconds=420)
