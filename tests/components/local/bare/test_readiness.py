import datetime as dt
import json

import pytest

from slipway.components.local.bare import readiness
from slipway.components.local.bare.layout import Layout
from slipway.components.local.bare.readiness import Readiness
from slipway.components.local.errors import NotReadyError
from slipway.components.local.kubectl import Kubectl
from tests.components.local.support.runner import RecordingRunner
from tests.components.local.support.specs import bare_spec

BEGAN = dt.datetime(2026, 1, 1, 12, 0, 0, tzinfo=dt.UTC)
BEFORE, AFTER = "2026-01-01T11:59:59Z", "2026-01-01T12:00:01Z"
FRESH = frozenset({"node1"})


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_NODE_SECONDS", "_WORKLOAD_SECONDS", "_API_SECONDS"):
        monkeypatch.setattr(readiness, name, 0.0)


def watching(*items: object) -> tuple[Readiness, list[str]]:
    said: list[str] = []
    layout = Layout.of(bare_spec())
    kubectl = Kubectl(RecordingRunner(lambda _: json.dumps({"items": items})), layout.kubeconfig)
    return Readiness(layout, kubectl, said.append), said


def node(*, status: str = "True", reported: str = AFTER) -> object:
    condition = {
        "type": "Ready",
        "status": status,
        "message": "network plugin missing",
        "lastHeartbeatTime": reported,
    }
    return {"metadata": {"name": "node1"}, "status": {"conditions": [condition]}}


def pod(*, started: str, ready: bool = True, phase: str = "Running") -> object:
    state = {"running": {"startedAt": started}}
    return {
        "metadata": {"namespace": "platform", "name": "database-0"},
        "spec": {"nodeName": "node1"},
        "status": {"phase": phase, "containerStatuses": [{"ready": ready, "state": state}]},
    }


def test_a_node_that_was_ready_in_an_earlier_life_is_not_ready_now() -> None:
    watch, _ = watching(node(reported=BEFORE))
    with pytest.raises(NotReadyError, match="node1 has not reported yet"):
        watch.nodes(FRESH, BEGAN)
    watch.nodes(frozenset(), BEGAN)


def test_a_node_that_is_not_ready_says_why() -> None:
    watch, _ = watching(node(status="False"))
    with pytest.raises(NotReadyError, match=r"node1: network plugin missing; see .*kubelet\.log"):
        watch.nodes(FRESH, BEGAN)


def test_a_node_that_reports_now_is_ready() -> None:
    watch, _ = watching(node())
    watch.nodes(FRESH, BEGAN)


@pytest.mark.parametrize(
    ("seen", "back"),
    [
        (pod(started=AFTER), True),
        (pod(started=BEFORE), False),
        (pod(started=AFTER, ready=False), False),
        (pod(started=BEFORE, phase="Succeeded"), True),
    ],
    ids=["new", "still the old one's state", "not ready", "done before"],
)
def test_a_workload_that_is_not_back_is_named_and_stops_nobody(*, seen: object, back: bool) -> None:
    watch, said = watching(seen)
    watch.workloads(FRESH, BEGAN)
    assert [line.partition(": ")[2].split(":")[0] for line in said] == (
        [] if back else ["platform/database-0"]
    )


def test_workloads_of_nodes_that_ran_on_are_not_waited_for() -> None:
    watch, said = watching(pod(started=BEFORE))
    watch.workloads(frozenset(), BEGAN)
    assert said == []
