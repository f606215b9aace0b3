import os
import shutil
import socket
from contextlib import closing
from types import SimpleNamespace

import pytest

from bootstrap.console import Progress
from bootstrap.driver import kept_driver
from bootstrap.faults import Fault
from bootstrap.owner import read_owner
from bootstrap.places import Places
from bootstrap.processes import Process
from bootstrap.steps import preflight
from bootstrap.steps.preflight import check_disk, check_ports, is_free, preflight_step
from bootstrap.tools.install import Installer


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> int:
    """One free port stands for all that Slipway needs."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        number = int(probe.getsockname()[1])
    monkeypatch.setattr(preflight, "API_PORT", number)
    monkeypatch.setattr(preflight, "NODE_PORTS", range(number, number + 1))
    return number


@pytest.fixture
def free(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    disk = SimpleNamespace(free=100e9)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: disk)
    return disk


def test_free_ports_are_fine(places: Places, port: int) -> None:
    assert is_free(port)
    check_ports(places, "bare")


def test_a_foreign_port_is_refused_with_its_number_and_process(places: Places, port: int) -> None:
    with closing(socket.create_server(("127.0.0.1", port))), pytest.raises(Fault) as caught:
        check_ports(places, "bare")
    assert f"{port} (process {os.getpid()}: " in caught.value.reason
    assert "free them; Slipway needs" in caught.value.remedy


def test_a_port_of_our_own_cluster_is_fine(
    places: Places, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = [Process(pid=os.getpid(), command="forward", reason="started by the local cluster")]
    monkeypatch.setattr(preflight, "our_processes", lambda _: ours)
    with closing(socket.create_server(("127.0.0.1", port))):
        check_ports(places, "bare")


def test_docker_may_hold_the_ports_of_a_kind_cluster_that_we_made(
    places: Places, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preflight, "command_of", lambda _: "/usr/bin/docker-proxy -host-port 1")
    with closing(socket.create_server(("127.0.0.1", port))):
        with pytest.raises(Fault):
            check_ports(places, "kind")
        (places.backend / ".pulumi").mkdir(parents=True)
        check_ports(places, "kind")
        with pytest.raises(Fault):
            check_ports(places, "bare")


@pytest.mark.parametrize(("cold", "enough"), [(True, False), (False, True)])
def test_a_cold_start_needs_more_disk_than_a_warm_one(
    places: Places, free: SimpleNamespace, *, cold: bool, enough: bool
) -> None:
    free.free = 10e9
    if enough:
        check_disk(places.cache, cold=cold)
        return
    with pytest.raises(Fault, match=r"got 10\.0 GB free; expected 25; free some space"):
        check_disk(places.cache, cold=cold)


@pytest.mark.usefixtures("free", "port")
def test_a_fit_machine_is_claimed(places: Places, progress: Progress) -> None:
    outcome = preflight_step(places, "bare", Installer(places=places, path="")).run(progress)
    assert outcome == "root, disk and ports are fine, driver bare"
    assert read_owner(places) == places.clone
    assert kept_driver(places) == "bare"


@pytest.mark.usefixtures("free")
def test_a_refused_machine_isnt_claimed(places: Places, progress: Progress, port: int) -> None:
    step = preflight_step(places, "bare", Installer(places=places, path=""))
    with closing(socket.create_server(("127.0.0.1", port))), pytest.raises(Fault):
        step.run(progress)
    assert not places.state.exists()


@pytest.mark.usefixtures("free", "port")
def test_another_clones_state_is_refused(places: Places, progress: Progress) -> None:
    places.state.mkdir()
    places.owner.write_text("/another/clone\n")
    with pytest.raises(Fault, match="belongs to the clone /another/clone"):
        preflight_step(places, "bare", Installer(places=places, path="")).run(progress)
    assert places.owner.read_text() == "/another/clone\n"
