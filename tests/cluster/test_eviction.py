"""A node's drain takes the serving pods one by one, and nobody who asks notices."""

import pytest

from tests.support.eviction import evict, protected
from tests.support.live_platform import MODEL, MODELS, LivePlatform, wait_for
from tests.support.load import constant_load

pytestmark = pytest.mark.cluster

SELECTOR = f"app.kubernetes.io/name=model-service,app.kubernetes.io/instance={MODEL}"
ENOUGH = 50
"""Fewer requests than this would prove nothing."""


def test_evicting_every_serving_pod_under_load_fails_no_request(platform: LivePlatform) -> None:
    core = platform.core()
    minimum = platform.session.outputs().models[MODEL].min_replicas
    wait_for("the minimum before", lambda: platform.replicas() == minimum, seconds=300)
    victims = protected(core, MODELS, SELECTOR)
    with constant_load(platform.model_url()) as load:
        for victim in victims:
            # Refused until the last one's successor is ready.
            wait_for(
                f"the eviction of {victim}",
                lambda pod=victim: evict(core, MODELS, pod) == 201,
                seconds=180,
            )
            another = next(pod for pod in protected(core, MODELS, SELECTOR) if pod != victim)
            assert evict(core, MODELS, another) == 429, "two at once are beyond the budget"
        wait_for("all victims' successors", lambda: successors(platform, victims), seconds=180)
    assert load.sent > ENOUGH
    assert load.failed == {}


def successors(platform: LivePlatform, victims: list[str]) -> bool:
    """Whether as many others serve as pods were evicted, and none of those is left."""
    left = platform.pods(MODELS, "model-service")
    others = protected(platform.core(), MODELS, SELECTOR)
    return not set(victims) & set(left) and len(others) >= len(victims)
