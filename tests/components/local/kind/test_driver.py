"""kind itself was never run here: these tests hold the commands that would be run."""

import dataclasses
import json
from pathlib import Path

import pytest

from slipway.components.local.kind.driver import KindDriver
from slipway.components.local.spec import ClusterSpec, Image
from tests.components.local.support.runner import RecordingRunner
from tests.components.local.support.specs import bare_spec


@pytest.fixture
def spec(tmp_path: Path) -> ClusterSpec:
    return dataclasses.replace(bare_spec(tmp_path, nodes=2), driver="kind")


def quiet(_line: str) -> None: ...


def docker(*, clusters: str, running: bool = True) -> RecordingRunner:
    containers = [{"Name": "/slipway-control-plane", "State": {"Running": running}}]
    answers = {
        "kind get clusters": clusters,
        "kind get nodes": "slipway-control-plane",
        "kind get kubeconfig": "the kubeconfig",
        "docker inspect": json.dumps(containers),
        "kubectl": json.dumps({"items": []}),
    }
    return RecordingRunner(
        lambda line: next((out for start, out in answers.items() if line.startswith(start)), "")
    )


def test_a_new_cluster_maps_only_our_ports_and_only_on_the_loopback_address(
    spec: ClusterSpec,
) -> None:
    runner = docker(clusters="other")
    KindDriver(spec, runner).ensure(quiet)
    assert len(runner.matching("kind create cluster --name slipway ")) == 1
    config = json.loads(runner.fed[0])
    assert config["networking"] == {"apiServerAddress": "127.0.0.1", "apiServerPort": 6443}
    control, worker = config["nodes"]
    assert worker == {"role": "worker"}
    mapped = control["extraPortMappings"]
    assert {mapping["listenAddress"] for mapping in mapped} == {"127.0.0.1"}
    assert [m["hostPort"] for m in mapped] == [m["containerPort"] for m in mapped]
    assert [m["hostPort"] for m in mapped] == list(range(30000, 30032))


def test_its_secrets_are_encrypted_at_rest_with_a_key_that_only_root_reads(
    spec: ClusterSpec,
) -> None:
    runner = docker(clusters="")
    KindDriver(spec, runner).ensure(quiet)
    control = json.loads(runner.fed[0])["nodes"][0]
    (mount,) = control["extraMounts"]
    (patch,) = map(json.loads, control["kubeadmConfigPatches"])
    told = patch["apiServer"]["extraArgs"]["encryption-provider-config"]
    assert told == f"{mount['containerPath']}/encryption.json"
    written = Path(mount["hostPath"]) / "encryption.json"
    (rule,) = json.loads(written.read_text())["resources"]
    assert rule["resources"] == ["secrets"]
    assert list(rule["providers"][0]) == ["secretbox"]
    assert written.stat().st_mode & 0o077 == 0


def test_it_gets_the_metrics_and_the_storage_class_that_kind_lacks(spec: ClusterSpec) -> None:
    runner = docker(clusters="slipway")
    KindDriver(spec, runner).ensure(quiet)
    (applied,) = runner.fed
    assert "name: metrics-server" in applied
    assert "name: local-path" in applied
    assert "coredns" not in applied


def test_a_running_cluster_is_not_made_again_and_a_stopped_one_is_started(
    spec: ClusterSpec,
) -> None:
    runner = docker(clusters="slipway")
    KindDriver(spec, runner).ensure(quiet)
    assert not runner.matching("kind create")
    assert not runner.matching("docker start")
    runner = docker(clusters="slipway", running=False)
    KindDriver(spec, runner).ensure(quiet)
    assert runner.matching("docker start") == ["docker start slipway-control-plane"]


def test_archives_are_loaded_and_other_images_left_to_the_nodes(spec: ClusterSpec) -> None:
    runner = docker(clusters="slipway")
    images = (
        Image(name="tracking", reference="tracking:1", archive=Path("/archives/tracking.tar")),
        Image(name="registry", reference="registry:1"),
    )
    KindDriver(spec, runner).load(images, quiet)
    assert runner.commands == [
        "kind load image-archive /archives/tracking.tar --name slipway",
    ]


def test_only_the_cluster_with_our_name_is_deleted(spec: ClusterSpec) -> None:
    runner = docker(clusters="slipway-2\nother")
    KindDriver(spec, runner).remove(quiet)
    assert not runner.matching("kind delete")
    runner = docker(clusters="other\nslipway")
    KindDriver(spec, runner).remove(quiet)
    assert runner.matching("kind delete") == ["kind delete cluster --name slipway"]
