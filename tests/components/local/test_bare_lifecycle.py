"""A bare cluster from nothing to running, over a power cut, and to nothing again."""

import dataclasses
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from slipway.components.local.bare.driver import BareDriver
from slipway.components.local.errors import PortInUseError
from slipway.components.local.spec import ClusterSpec, PortRange
from tests.components.local.support.live import live_spec, quiet

pytestmark = pytest.mark.bare


@pytest.fixture(scope="module")
def spec(tmp_path_factory: pytest.TempPathFactory) -> ClusterSpec:
    return live_spec(tmp_path_factory.mktemp("cluster"), index=9, api_port=16449)


@pytest.fixture(scope="module")
def driver(spec: ClusterSpec) -> Iterator[BareDriver]:
    bare = BareDriver(spec)
    try:
        yield bare
    finally:
        bare.remove(quiet)


def test_a_cluster_starts_keeps_its_data_over_a_power_cut_and_leaves_nothing(
    driver: BareDriver, spec: ClusterSpec
) -> None:
    assert driver.condition().state == "absent"
    first = driver.ensure(quiet)
    assert driver.condition().state == "running"
    assert [node.ready for node in driver.kubectl.nodes()] == [True]
    driver.kubectl.run("create", "configmap", "kept", "--from-literal=answer=42")
    driver.kubectl.run("create", "secret", "generic", "hidden", "--from-literal=word=abracadabra")

    for name in driver.layout.sandboxes:
        driver.sandbox(name).kill()
    assert driver.condition().state == "dead"
    stored = b"".join(
        path.read_bytes() for path in (spec.state / "control").rglob("*") if path.is_file()
    )
    assert b"kept" in stored, "these are the bytes of the cluster's store"
    assert b"abracadabra" not in stored, "secrets are encrypted at rest"

    again = driver.ensure(quiet)
    assert again == first
    kept = driver.kubectl.run("get", "configmap", "kept", "--output=jsonpath={.data.answer}")
    assert kept == "42"

    driver.remove(quiet)
    assert driver.condition().state == "absent"
    assert not spec.state.exists() or not any(spec.state.iterdir())


def test_a_taken_port_is_refused_by_name_before_anything_starts(
    spec: ClusterSpec, tmp_path: Path
) -> None:
    with socket.create_server(("127.0.0.1", 31950)):
        taken = dataclasses.replace(
            spec, state=tmp_path / "cluster", index=10, node_ports=PortRange(31950, 31951)
        )
        with pytest.raises(PortInUseError, match="31950"):
            BareDriver(taken).ensure(quiet)
    assert BareDriver(taken).condition().state == "absent"
