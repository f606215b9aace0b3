import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from bootstrap.places import Places
from bootstrap.processes import command_of, is_alive, listener, our_processes


@contextmanager
def running(*argv: str | Path, **variables: str) -> Iterator[int]:
    process = subprocess.Popen(argv, env={"PATH": os.environ["PATH"], **variables})
    time.sleep(0.1)
    try:
        yield process.pid
    finally:
        process.kill()
        process.wait()


def found(places: Places) -> dict[int, str]:
    return {process.pid: process.reason for process in our_processes(places)}


def test_what_the_cluster_started_is_found_by_its_marker(places: Places) -> None:
    with running("sleep", "30", SLIPWAY_CLUSTER=str(places.cluster)) as pid:
        assert found(places) == {pid: "started by the local cluster"}


def test_a_cluster_of_another_state_folder_is_not_ours(places: Places) -> None:
    with running("sleep", "30", SLIPWAY_CLUSTER="/elsewhere/cluster"):
        assert found(places) == {}


def test_a_program_in_the_state_folder_is_found(places: Places) -> None:
    places.bin.mkdir(parents=True)
    (places.bin / "sleep").symlink_to("/bin/sleep")
    with running(places.bin / "sleep", "30") as pid:
        assert found(places) == {pid: "runs from the state folder"}


def test_a_cached_tool_is_found_only_if_it_works_on_the_state(places: Places) -> None:
    tool = places.tools / "sleep-1.0" / "bin" / "sleep"
    tool.parent.mkdir(parents=True)
    tool.write_bytes(Path("/bin/sleep").resolve().read_bytes())
    tool.chmod(0o755)
    with running(tool, "30"), running(tool, "30", PULUMI_HOME=str(places.pulumi_home)) as pid:
        assert found(places) == {pid: "a tool that works on the state folder"}


def test_a_person_who_reads_our_logs_is_not_ours(places: Places) -> None:
    variables = {"PULUMI_HOME": str(places.pulumi_home)}
    with running("sh", "-c", f"sleep 30 # {places.logs}", **variables):
        assert found(places) == {}


def test_we_ourselves_and_our_callers_are_never_found(
    places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bootstrap.processes._belongs", lambda *_: "everything")
    pids = set(found(places))
    assert not {os.getpid(), os.getppid()} & pids
    assert 1 not in pids


@pytest.mark.bare
def test_a_container_on_the_state_folder_is_found(places: Places) -> None:
    source = places.state / "rootfs"
    source.mkdir(parents=True)
    script = f"mount -t tmpfs none {source} && exec sleep 30"
    with running("unshare", "--mount", "sh", "-c", script) as pid:
        time.sleep(0.3)
        assert found(places) == {pid: "a container on the state folder"}


def test_who_listens_on_a_port_is_told() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        port = server.getsockname()[1]
        assert listener(port) == os.getpid()
    assert listener(port) is None


def test_a_long_command_is_cut_for_a_line() -> None:
    with running("sh", "-c", "sleep 30", "x" * 500) as pid:
        assert command_of(pid).startswith("sh -c sleep 30 xxx")
        assert command_of(pid).endswith("...")
        assert len(command_of(pid)) < 110
        assert is_alive(pid)


def test_an_ended_process_is_told_as_ended() -> None:
    process = subprocess.Popen(["true"])
    process.wait()
    assert not is_alive(process.pid)
    assert command_of(process.pid) == "ended meanwhile"
