"""What a drain, the abrupt loss and the return of a node cost a model service on two nodes.

The costs of the loss are measured, not promised: they are logged, and written down in
docs/local-cluster.md. Run with `--log-cli-level=INFO` to see them.
"""

import logging
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from slipway.components.local.bare.driver import BareDriver
from slipway.components.local.spec import Image
from slipway.stacks.cli.options import stack_file
from tests.components.local.support.live import live_spec, quiet
from tests.components.local.support.model_image import model_image
from tests.components.local.support.served_model import NAMESPACE, ServedModel
from tests.support.eviction import evict
from tests.support.live_platform import wait_for
from tests.support.load import Load, constant_load

pytestmark = pytest.mark.bare

LOG = logging.getLogger(__name__)
IMAGE = "slipway.local/car-loan:node-loss"
REPLICAS = 4
BOTH = Counter({"node1": 2, "node2": 2})
ENOUGH = 50
"""Fewer requests than this would prove nothing."""
DENSE = {"clients": 8, "pause": 0}
"""A pod leaves within a second: at any moment of it somebody must be asking."""


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedModel]:
    folder = tmp_path_factory.mktemp("model")
    state = tmp_path_factory.mktemp("cluster")
    driver = BareDriver(live_spec(state, index=12, api_port=16469, nodes=2))
    try:
        driver.ensure(quiet)
        image = Image(name="car-loan", reference=IMAGE, archive=archive(folder))
        driver.load((image,), quiet)
        served = ServedModel(driver)
        served.start(IMAGE, REPLICAS)
        wait_for("two replicas on each node", lambda: served.nodes() == BOTH, seconds=240)
        yield served
    finally:
        driver.remove(quiet)


@pytest.fixture(autouse=True)
def only_figures(caplog: pytest.LogCaptureFixture) -> None:
    """Keeps the client's line per request out of the log."""
    caplog.set_level(logging.WARNING, logger="httpx")


def archive(folder: Path) -> Path:
    local = YAML(typ="safe").load(stack_file("local").read_text())["config"]["slipway:local"]
    return model_image(Path(local["archives"]["runtime"]), IMAGE, folder)


def wait_sent(load: Load) -> None:
    wanted = load.sent + ENOUGH
    wait_for("requests", lambda: load.sent >= wanted, seconds=120)


def test_a_drain_moves_one_pod_at_a_time_and_fails_no_request(model: ServedModel) -> None:
    first, second = [pod for pod, node in model.serving().items() if node == "node1"]
    with constant_load(model.url, **DENSE) as load:
        wait_sent(load)
        model.driver.kubectl.run("cordon", "node1")
        assert evict(model.core, NAMESPACE, first) == 201
        assert evict(model.core, NAMESPACE, second) == 429, "beyond the disruption budget"
        # Asks for every pod, and asks again for those that were refused.
        options = ("--ignore-daemonsets", "--delete-emptydir-data", "--timeout=300s")
        model.driver.kubectl.run("drain", "node1", *options)
        wait_for(
            "all replicas on the other node",
            lambda: model.nodes() == Counter({"node2": REPLICAS}),
            seconds=180,
        )
        wait_sent(load)
    assert load.failed == {}
    LOG.info("drain: %d requests, none failed", load.sent)


def test_a_lost_node_is_replaced_and_its_port_leads_to_the_one_that_is_left(
    model: ServedModel,
) -> None:
    model.driver.kubectl.run("uncordon", "node1")
    model.spread()
    wait_for("two replicas on each node", lambda: model.nodes() == BOTH, seconds=240)
    with constant_load(model.url) as load:
        wait_sent(load)
        killed = time.monotonic()
        model.driver.kill_node("node1")
        left = wait_for(
            "the dead node's pods out of the service",
            lambda: set(model.nodes()) == {"node2"},
            seconds=180,
        )
        whole = wait_for(
            "all replicas on the node that is left",
            lambda: model.nodes() == Counter({"node2": REPLICAS}),
            seconds=240,
        )
        wait_sent(load)
    wait_for("a load that fails no request", lambda: undisturbed(model.url), seconds=120)
    last = 0.0 if load.last_failure is None else load.last_failure - killed
    LOG.info(
        "loss: %d requests, failed %s, the last after %.0f s; endpoints gone after %.0f s, "
        "all replicas back after %.0f s",
        *(load.sent, load.failed, last, left, left + whole),
    )


def undisturbed(url: str) -> bool:
    with constant_load(url) as load:
        wait_sent(load)
    return load.failed == {}


def test_a_node_that_comes_back_serves_again(model: ServedModel) -> None:
    with constant_load(model.url, **DENSE) as load:
        wait_sent(load)
        model.driver.ensure(quiet)
        assert [node.ready for node in model.driver.kubectl.nodes()] == [True, True]
        wait_sent(load)
    LOG.info("return: %d requests, failed %s", load.sent, load.failed)
    wait_for("a load that fails no request", lambda: undisturbed(model.url), seconds=120)
    model.spread()
    wait_for("two replicas on each node", lambda: model.nodes() == BOTH, seconds=240)
