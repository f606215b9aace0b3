"""The open-source variant on a cluster that exists already."""

import json
from collections.abc import Collection, Sequence
from pathlib import Path

import pytest

from slipway.components.kubernetes import observability
from slipway.components.kubernetes.scraping import WatchedModel, prometheus_settings
from slipway.components.variants.open_source import OpenSourcePlatform
from slipway.components.variants.open_source_args import PlatformImages
from slipway.stacks.cells.open_source_kubernetes import (
    REGISTRY_NODE_PORT,
    open_source_on_kubernetes,
)
from slipway.stacks.config.faults import ConfigError
from slipway.stacks.config.loader import load
from slipway.stacks.config.sources import RawStack
from slipway.stacks.config.stack import StackConfig
from slipway.stacks.config.targets.kubernetes import KubernetesTarget
from slipway.stacks.images.lock import read_lock
from tests.support.json_path import at
from tests.support.pods import pods
from tests.support.recording import Recording, record, resolve

REGISTRY = "registry.example.com/ml"
ROOT = Path(__file__).parents[3]
PARTS = [name.replace("_", "-") for name in PlatformImages.__dataclass_fields__]
GIVEN = {part: f"mirror.example.com/{part}@sha256:{'0' * 64}" for part in PARTS}
RELEASE = {"version": 3, "image": f"{REGISTRY}/car-loan@sha256:{'a' * 64}"}


def config(target: dict[str, object], images: dict[str, str] | None = None) -> StackConfig:
    platform = {
        "variant": "open-source",
        "target": {"kind": "kubernetes", **target},
        "models": {"car-loan": {}},
    }
    values = {"platform": platform, "releases": {"car-loan": RELEASE}, "images": images or {}}
    return load(RawStack(stack="team", source="Pulumi.team.yaml", values=values))


def made(target: dict[str, object], images: dict[str, str] | None = None) -> Recording:
    return record(lambda: platform(config(target, images)))


def platform(given: StackConfig) -> OpenSourcePlatform:
    assert isinstance(given.platform.target, KubernetesTarget)
    return open_source_on_kubernetes(given, given.platform.target)


def images_of(recording: Recording) -> set[str]:
    return {
        str(at(one, "image"))
        for pod in pods(recording)
        for one in [*pod.containers(init=True), *pod.containers(init=False)]
    }


@pytest.fixture(autouse=True)
def in_the_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def test_every_image_is_a_pinned_one_of_the_named_registry() -> None:
    found = images_of(made({"registry": REGISTRY})) - {RELEASE["image"]}
    pinned = read_lock(ROOT / "images.lock.json").digests()
    assert found == {
        f"{REGISTRY}/slipway/{part}@{pinned[part]}" for part in PARTS if part != "registry"
    }


def test_no_pod_is_made_before_its_images_were_found() -> None:
    recording = made({"registry": REGISTRY})
    [check] = [one for one in recording.resources if one.type.endswith(":ImagesPresent")]
    workloads = [
        one
        for kind in ("Deployment", "StatefulSet", "CronJob", "Job")
        for one in recording.kind(kind)
        if one.name != "car-loan-server"  # it names its image by itself, in `releases`
    ]
    assert workloads
    assert [one.name for one in workloads if check.urn not in one.dependencies] == []


def test_with_a_registry_of_the_teams_none_is_run_or_watched(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings: list[str] = []

    def watched(models: Sequence[WatchedModel], absent: Collection[str]) -> str:
        settings.append(prometheus_settings(models, absent))
        return settings[-1]

    monkeypatch.setattr(observability, "prometheus_settings", watched)
    recording = made({"registry": REGISTRY})
    assert "registry-server" not in {one.name for one in recording.resources}
    assert urls({"registry": REGISTRY})["registry"] == REGISTRY
    assert "part: registry" not in settings[0]
    made({}, GIVEN)
    assert "part: registry" in settings[-1]


def test_without_one_the_platforms_own_is_reached_by_one_name_from_node_and_operator() -> None:
    recording = made({}, GIVEN)
    ports = at(recording.one("Service", "registry-service"), "spec", "ports")
    assert at(ports, 0, "nodePort") == REGISTRY_NODE_PORT
    assert urls({}, GIVEN)["registry"] == f"localhost:{REGISTRY_NODE_PORT}"
    assert set(GIVEN.values()) <= images_of(recording)


def test_nothing_but_that_registry_opens_a_port_of_the_nodes() -> None:
    for recording, expected in ((made({"registry": REGISTRY}), 0), (made({}, GIVEN), 1)):
        ports = [one for one in recording.kind("Service") if "nodePort" in json.dumps(one.inputs)]
        assert len(ports) == expected


def test_a_platform_whose_images_are_nowhere_is_refused_with_both_ways_out() -> None:
    without_one = {part: image for part, image in GIVEN.items() if part != "database"}
    with pytest.raises(ConfigError) as caught:
        made({}, without_one)
    text = str(caught.value)
    assert "platform.target.registry: got nothing" in text
    assert "without it: database)" in text
    assert "slipway images push" in text
    assert "slipway:images" in text


def test_the_named_context_is_used_and_no_kubeconfig_is_kept() -> None:
    recording = made({"registry": REGISTRY, "context": "team-cluster"})
    [provider] = [one for one in recording.resources if one.type == "pulumi:providers:kubernetes"]
    assert provider.inputs["context"] == provider.inputs["clusterIdentifier"] == "team-cluster"
    assert "kubeconfig" not in provider.inputs
    owners = {one.provider for one in recording.resources if one.type.startswith("kubernetes:")}
    assert owners == {f"{provider.urn}::cluster-id"}


def test_every_disk_is_of_the_named_class() -> None:
    recording = made({"registry": REGISTRY, "storageClass": "fast"})
    claims = recording.kind("PersistentVolumeClaim")
    assert {at(one.inputs, "spec", "storageClassName") for one in claims} == {"fast"}


def urls(target: dict[str, object], images: dict[str, str] | None = None) -> dict[str, object]:
    found: dict[str, list[object]] = {}

    def program() -> None:
        for name, url in vars(platform(config(target, images)).urls).items():
            if url is not None:
                found[name] = resolve(url)

    record(program)
    return {name: values[0] for name, values in found.items()}
