import sys
import traceback
from pathlib import Path
from typing import Any

import pytest
from pulumi.runtime import rpc

from slipway.components.local import lifecycle, loading
from slipway.components.local.cluster_facts import ClusterFacts, Condition, Report
from slipway.components.local.errors import PortInUseError
from slipway.components.local.image_list import ImageList
from slipway.components.local.spec import ClusterSpec, Image
from tests.components.local.support.specs import IMAGES


class DriverDouble:
    """A cluster whose condition the test sets."""

    def __init__(self) -> None:
        self.state = Condition("running")
        self.specs: list[ClusterSpec] = []
        self.loaded: list[tuple[Image, ...]] = []
        self.fault: Exception | None = None

    def open(self, spec: ClusterSpec) -> "DriverDouble":
        self.specs.append(spec)
        return self

    def condition(self) -> Condition:
        return self.state

    def ensure(self, _report: Report) -> ClusterFacts:
        if self.fault is not None:
            raise self.fault
        return ClusterFacts(kubeconfig="config", api_url="url", nodes=1, registry="localhost:30000")

    def load(self, images: tuple[Image, ...], _report: Report) -> None:
        self.loaded.append(images)

    def remove(self, _report: Report) -> None: ...


@pytest.fixture
def driver(monkeypatch: pytest.MonkeyPatch) -> DriverDouble:
    double = DriverDouble()
    monkeypatch.setattr(lifecycle, "open_driver", double.open)
    monkeypatch.setattr(loading, "open_driver", double.open)
    return double


def inputs(**changes: object) -> dict[str, Any]:
    return {
        "driver": "bare",
        "tools": "/tools",
        "state": "/state",
        "nodes": 1.0,  # the engine knows only floats
        "index": 0.0,
        "api_port": 6443.0,
        "node_ports": "30000-30031",
        "images": {image.name: image.reference for image in IMAGES},
        "archives": {image.name: str(image.archive) for image in IMAGES},
        **changes,
    }


def state(**changes: object) -> dict[str, Any]:
    return inputs(chosen_driver="bare", **changes)


def test_an_unchanged_running_cluster_is_no_change(driver: DriverDouble) -> None:
    assert driver.state.state == "running"
    found = lifecycle.diff(state(), inputs())
    assert (found.changes, found.replaces) == (False, [])


def test_a_dead_cluster_is_a_change_so_that_up_revives_it(driver: DriverDouble) -> None:
    driver.state = Condition("dead", "not running: control")
    found = lifecycle.diff(state(), inputs())
    assert (found.changes, found.replaces) == (True, [])


@pytest.mark.parametrize(
    "change",
    [{"nodes": 2.0}, {"api_port": 7443.0}, {"node_ports": "31000-31031"}, {"tools": "/other"}],
    ids=lambda change: next(iter(change)),
)
def test_what_a_bare_cluster_can_change_keeps_its_data(
    driver: DriverDouble, change: dict[str, object]
) -> None:
    assert driver.state.state == "running"
    found = lifecycle.diff(state(), inputs(**change))
    assert (found.changes, found.replaces) == (True, [])


@pytest.mark.parametrize("field", ["nodes", "api_port", "node_ports"])
@pytest.mark.usefixtures("driver")
def test_what_kind_cannot_change_makes_another_cluster(field: str) -> None:
    old = {**state(driver="kind"), "chosen_driver": "kind"}
    found = lifecycle.diff(old, inputs(driver="kind", **{field: 2.0}))
    assert found.replaces == [field]
    assert found.delete_before_replace


@pytest.mark.usefixtures("driver")
@pytest.mark.parametrize(("wanted", "replaces"), [("auto", []), ("bare", []), ("kind", ["driver"])])
def test_only_another_driver_than_the_one_that_runs_replaces(
    wanted: str, replaces: list[str]
) -> None:
    assert lifecycle.diff(state(driver="auto"), inputs(driver=wanted)).replaces == replaces


@pytest.mark.usefixtures("driver")
def test_a_state_from_before_the_index_existed_has_the_first_one() -> None:
    old = state()
    del old["index"]
    assert not lifecycle.diff(old, inputs()).changes


def test_a_cluster_without_data_is_gone_and_one_without_processes_is_not(
    driver: DriverDouble,
) -> None:
    driver.state = Condition("dead")
    assert lifecycle.read("/state", state()).id == "/state"
    driver.state = Condition("absent")
    assert lifecycle.read("/state", state()).id == ""


def test_an_update_stays_with_the_driver_that_was_chosen(driver: DriverDouble) -> None:
    outs = lifecycle.update(state(driver="auto"), inputs(driver="auto", nodes=2.0)).outs
    assert driver.specs[-1].driver == "bare"
    assert outs is not None
    assert (outs["chosen_driver"], outs["kubeconfig"]) == ("bare", "config")


def test_a_fault_of_the_users_reaches_the_engine_without_a_traceback(
    driver: DriverDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "tracebacklimit", 100, raising=False)
    driver.fault = PortInUseError(((6443, "process 1, other"),))
    with pytest.raises(PortInUseError) as raised:
        lifecycle.create(inputs())
    said = "".join(traceback.format_exception(raised.value))  # as the SDK does
    assert said.count("\n") == 1
    assert "6443 (process 1, other)" in said


def test_faults_of_the_description_are_told_before_anything_is_touched() -> None:
    failures = lifecycle.check(inputs(nodes=5.0, node_ports="high-low")).failures
    assert [failure.property for failure in failures] == ["nodePorts"]
    failures = lifecycle.check(inputs(nodes=5.0, images={})).failures
    assert [failure.property for failure in failures] == ["nodes", *["images"] * 4]


def test_values_that_are_not_known_yet_are_checked_later() -> None:
    assert lifecycle.check(inputs(nodes=rpc.UNKNOWN)).failures == []
    assert lifecycle.check(inputs(images={"pause": rpc.UNKNOWN})).failures == []


def workload_images(folder: Path) -> dict[str, Any]:
    return {"state": str(folder), "images": {"tracking": "tracking:1"}, "archives": {}}


def test_images_are_loaded_again_into_a_cluster_that_was_made_anew(
    driver: DriverDouble, tmp_path: Path
) -> None:
    props = workload_images(tmp_path)
    spec = lifecycle._spec(inputs(state=str(tmp_path)))
    ClusterSpec.file(tmp_path).write_text(spec.to_json())
    assert loading.diff(props, props).changes
    loading.load(props)
    assert [[image.reference for image in batch] for batch in driver.loaded] == [["tracking:1"]]
    assert not loading.diff(props, props).changes
    (tmp_path / "images.json").unlink()
    assert loading.diff(props, props).changes


def test_another_archive_of_the_same_reference_is_no_change(tmp_path: Path) -> None:
    props = workload_images(tmp_path)
    ImageList.of(tmp_path).add(loading.images_of(props))
    moved = {**props, "archives": {"tracking": "/elsewhere/tracking.tar"}}
    assert not loading.diff(props, moved).changes
    assert loading.diff(props, {**props, "images": {"tracking": "tracking:2"}}).changes
