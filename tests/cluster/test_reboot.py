"""After a power cut a plain `up` brings back the same cluster with its data."""

import httpx
import pytest

from slipway.components.local.bare.driver import BareDriver
from slipway.components.local.spec import ClusterSpec
from slipway.stacks.cli.options import state_folder
from tests.support.live_platform import MODEL, LivePlatform, wait_for
from tests.support.load import ROW

pytestmark = pytest.mark.cluster


def driver() -> BareDriver:
    kept = state_folder() / "cluster" / "cluster.json"
    return BareDriver(ClusterSpec.from_json(kept.read_text(encoding="utf-8")))


def test_a_dead_cluster_is_revived_with_its_data_and_nothing_is_replaced(
    platform: LivePlatform,
) -> None:
    before = platform.session.outputs()
    versions = {v.version for v in platform.mlflow().search_model_versions(f"name = '{MODEL}'")}
    cluster = driver()
    for name in cluster.layout.sandboxes:
        cluster.sandbox(name).kill()
    assert cluster.condition().state == "dead"

    platform.said.clear()
    platform.session.up()

    said = "\n".join(platform.said)
    assert not any(word in said for word in (" replaced", " deleted", " created (")), said
    assert cluster.condition().state == "running"
    assert platform.session.outputs().kubeconfig == before.kubeconfig
    wait_for("the model's replicas", lambda: platform.replicas() >= 2, seconds=180)
    answer = httpx.post(
        f"{platform.model_url()}/invocations", json={"dataframe_records": [ROW]}, timeout=30
    )
    assert answer.is_success
    after = {v.version for v in platform.mlflow().search_model_versions(f"name = '{MODEL}'")}
    assert after == versions
