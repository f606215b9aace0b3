"""The supervisor as an ordinary process: what needs a sandbox is in the lifecycle's tests."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from slipway.components.local.bare.init.spec import Program, SandboxSpec

CODE = """
import sys
from pathlib import Path
from slipway.components.local.bare.init.spec import SandboxSpec
from slipway.components.local.bare.init.supervisor import Supervisor
Supervisor(SandboxSpec.load(Path(sys.argv[1]))).run()
"""


def program(name: str, script: str) -> Program:
    return Program(name=name, command=("sh", "-c", script), stop_seconds=5)


def until(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not done():
        assert time.monotonic() < deadline, "took too long"
        time.sleep(0.02)


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    started: list[subprocess.Popen[bytes]] = []

    def supervise(*programs: Program, address: str = "127.0.0.1") -> subprocess.Popen[bytes]:
        spec = SandboxSpec(
            name="test",
            address=address,
            run=str(tmp_path),
            keep=str(tmp_path),
            environment={"PATH": os.environ["PATH"], "OUT": str(tmp_path / "out")},
            binds=(),
            programs=programs,
        )
        path = tmp_path / "sandbox.json"
        path.write_text(spec.to_json())
        assert SandboxSpec.load(path) == spec
        started.append(
            subprocess.Popen([sys.executable, "-c", CODE, str(path)], stdout=subprocess.DEVNULL)
        )
        return started[-1]

    yield supervise
    for process in started:
        process.kill()
        process.wait()


def states(folder: Path) -> dict[str, dict[str, object]]:
    path = folder / "status.json"
    found: dict[str, dict[str, object]] = json.loads(path.read_text()) if path.exists() else {}
    return found


def test_programs_stop_in_reverse_order(
    start: Callable[..., subprocess.Popen[bytes]], tmp_path: Path
) -> None:
    waits = 'trap "echo {0} >> $OUT; exit" TERM; while :; do sleep 0.05; done'
    supervisor = start(*(program(name, waits.format(name)) for name in ("first", "second")))
    until(lambda: [one["state"] for one in states(tmp_path).values()] == ["running"] * 2)
    time.sleep(0.3)  # the shells set their traps
    supervisor.send_signal(signal.SIGTERM)
    assert supervisor.wait(15) == 0
    assert (tmp_path / "out").read_text() == "second\nfirst\n"


def test_a_program_that_ends_is_started_again_and_the_others_run_on(
    start: Callable[..., subprocess.Popen[bytes]], tmp_path: Path
) -> None:
    start(program("crashing", "echo x >> $OUT; exit 7"), program("steady", "exec sleep 60"))
    until(lambda: (tmp_path / "out").exists() and (tmp_path / "out").read_text() == "x\nx\n")
    assert states(tmp_path)["steady"] == {"state": "running", "starts": 1}


def test_nothing_starts_before_the_network_is_there(
    start: Callable[..., subprocess.Popen[bytes]], tmp_path: Path
) -> None:
    supervisor = start(program("eager", "echo x >> $OUT"), address="203.0.113.7")
    time.sleep(1)
    assert supervisor.poll() is None
    assert not (tmp_path / "out").exists()
    supervisor.send_signal(signal.SIGTERM)
    assert supervisor.wait(5) == 0
