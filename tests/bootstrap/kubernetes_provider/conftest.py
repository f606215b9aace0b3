"""A provider to call, and for the cluster tests a live cluster with a namespace of one's own."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from bootstrap.kubernetes_provider import kinds
from bootstrap.kubernetes_provider import kubeconfig as kubeconfigs
from bootstrap.kubernetes_provider.cluster import Cluster
from bootstrap.kubernetes_provider.connection import connect
from bootstrap.kubernetes_provider.kinds import Kind
from bootstrap.kubernetes_provider.names import Reference
from tests.bootstrap.kubernetes_provider.driver import NAMESPACE, Driver, open_driver
from tests.bootstrap.kubernetes_provider.stack import Stack

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bootstrap.kubernetes_provider.document import Document


@pytest.fixture
def unconfigured() -> Iterator[Driver]:
    driver, servers = open_driver()
    yield driver
    for server in servers:
        server.stop(0).wait()


@pytest.fixture
def dead_kubeconfig() -> str:
    """Leads to a port of this machine that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        server = f"https://127.0.0.1:{free.getsockname()[1]}"
    return yaml.safe_dump(
        {
            "current-context": "dead",
            "contexts": [{"name": "dead", "context": {"cluster": "dead", "user": "dead"}}],
            "clusters": [{"name": "dead", "cluster": {"server": server}}],
            "users": [{"name": "dead", "user": {"token": "none"}}],
        }
    )


@pytest.fixture(scope="session")
def kubeconfig() -> Path:
    """The cluster that `make up` started; only without one that of KUBECONFIG, a person's own."""
    state = Path(os.environ.get("SLIPWAY_STATE") or Path.home() / ".local/state/slipway")
    ours = state / "cluster" / "kubeconfig"
    path = ours if ours.is_file() else Path(os.environ.get("KUBECONFIG", str(ours)))
    if not path.is_file():
        pytest.fail(f"{path}: no kubeconfig; the cluster tests need a cluster (`make up`)")
    return path


@pytest.fixture(scope="session")
def cluster(kubeconfig: Path) -> Cluster:
    return Cluster(connect(kubeconfigs.load(kubeconfigs.Location(str(kubeconfig)))))


@pytest.fixture
def driver(unconfigured: Driver, kubeconfig: Path) -> Driver:
    unconfigured.configure(kubeconfig=kubeconfig)
    return unconfigured


@pytest.fixture
def namespace(driver: Driver, cluster: Cluster) -> Iterator[str]:
    """A namespace of the test's own; its removal goes on behind the test's back."""
    made = driver.create(NAMESPACE, "provider-test", {})
    yield made.id
    cluster.delete(Reference(kinds.NAMESPACE, "", made.id), "Background")


@pytest.fixture(scope="session")
def images(cluster: Cluster) -> dict[str, str]:
    """Images that the nodes have already, by the last part of their name: pause, coredns."""
    nodes = cluster.listed(Kind("", "v1", "Node", "nodes", namespaced=False), "")
    names = [
        str(name)
        for node in nodes
        for image in node.children("status", "images")
        for name in _names(image)
        if "@" not in str(name)
    ]
    return {name.rpartition("/")[2].partition(":")[0]: name for name in names}


@pytest.fixture
def stack(tmp_path: Path) -> Stack:
    """An empty Pulumi stack of the test's own, served by the plugin as a process."""
    made = Stack(tmp_path)
    made.prepare()
    return made


def _names(image: Document) -> list[object]:
    names = image.at("names")
    return list(names) if isinstance(names, list) else []
