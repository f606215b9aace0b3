"""Every pod of every component obeys the same rules, whatever its component says."""

import copy
from collections.abc import Callable

import pytest

from slipway.stacks.plan.graph import Json
from tests.support.nouns import PROGRAMS
from tests.support.pod_security import faults
from tests.support.pods import RecordedPod, pods
from tests.support.recording import Recording, record

WITHOUT_PODS = {"workspace", "secret_store"}


def recorded(noun: str) -> Recording:
    return record(PROGRAMS[noun])


@pytest.mark.parametrize("noun", sorted(PROGRAMS.keys() - WITHOUT_PODS))
def test_every_pod_is_restricted_limited_pinned_and_probed(noun: str) -> None:
    found = pods(recorded(noun))
    assert found
    assert {pod.owner: faults(pod) for pod in found if faults(pod)} == {}


@pytest.mark.parametrize("noun", sorted(WITHOUT_PODS))
def test_components_said_to_have_no_pods_have_none(noun: str) -> None:
    assert pods(recorded(noun)) == []


def test_namespaces_enforce_the_restricted_profile() -> None:
    spaces = recorded("open_source_platform").kind("Namespace")
    labels = [metadata(space.inputs)["labels"] for space in spaces]
    assert len(labels) == 2
    for one in labels:
        assert isinstance(one, dict)
        assert one["pod-security.kubernetes.io/enforce"] == "restricted"


def test_every_server_has_a_network_policy_that_selects_its_pods() -> None:
    recording = recorded("open_source_platform")
    selected = [spec_of(policy.inputs)["podSelector"] for policy in recording.kind("NetworkPolicy")]
    for pod in pods(recording):
        if pod.kind not in {"Deployment", "StatefulSet"}:
            continue
        labels = metadata(pod.template)["labels"]
        assert isinstance(labels, dict)
        assert any(matches(one, labels) for one in selected), pod.owner


def test_nothing_has_a_load_balancer_or_an_address_outside_of_the_cluster_by_default() -> None:
    for noun in PROGRAMS.keys() - {"open_source_platform", "container_registry"}:
        for service in recorded(noun).kind("Service"):
            assert spec_of(service.inputs).get("type", "ClusterIP") == "ClusterIP"


def test_all_requests_of_the_platform_leave_half_a_small_machine_free() -> None:
    long_running = [pod for pod in pods(recorded("open_source_platform")) if pod.kind != "CronJob"]
    millicores = sum(
        int(str(requests(one)["cpu"]).removesuffix("m"))
        for pod in long_running
        for one in pod.containers(init=False)
    )
    assert millicores <= 1000


BREAKAGES: dict[str, Callable[[dict[str, Json]], object]] = {
    "keeps capabilities": lambda c: context(c).pop("capabilities"),
    "allowPrivilegeEscalation is None": lambda c: context(c).pop("allowPrivilegeEscalation"),
    "readOnlyRootFilesystem is False": lambda c: context(c).update(readOnlyRootFilesystem=False),
    "no memory in its limits": lambda c: c.update(resources={"limits": {"cpu": "1"}}),
    "isn't pinned": lambda c: c.update(image="slipway.local/fraud:latest"),
    "no livenessProbe": lambda c: c.pop("livenessProbe"),
    "takes a port of the node": lambda c: c.update(ports=[{"hostPort": 80}]),
}


@pytest.mark.parametrize("fault", BREAKAGES)
def test_a_pod_that_breaks_a_rule_is_found(fault: str) -> None:
    pod = pods(recorded("model_service"))[0]
    broken = RecordedPod(pod.owner, pod.kind, copy.deepcopy(pod.template))
    BREAKAGES[fault](broken.containers()[0])
    assert any(fault in one for one in faults(broken))


def test_a_host_path_is_found() -> None:
    pod = pods(recorded("model_service"))[0]
    broken = RecordedPod(pod.owner, pod.kind, copy.deepcopy(pod.template))
    volumes = broken.spec["volumes"]
    assert isinstance(volumes, list)
    volumes.append({"name": "node", "hostPath": {"path": "/"}})
    assert "volume node: hostPath" in faults(broken)


def context(container: dict[str, Json]) -> dict[str, Json]:
    found = container["securityContext"]
    assert isinstance(found, dict)
    return found


def requests(container: dict[str, Json]) -> dict[str, Json]:
    resources = container["resources"]
    assert isinstance(resources, dict)
    found = resources["requests"]
    assert isinstance(found, dict)
    return found


def metadata(inputs: dict[str, Json]) -> dict[str, Json]:
    found = inputs["metadata"]
    assert isinstance(found, dict)
    return found


def spec_of(inputs: dict[str, Json]) -> dict[str, Json]:
    found = inputs["spec"]
    assert isinstance(found, dict)
    return found


def matches(selector: Json, labels: dict[str, Json]) -> bool:
    assert isinstance(selector, dict)
    wanted = selector.get("matchLabels")
    return isinstance(wanted, dict) and bool(wanted) and wanted.items() <= labels.items()
