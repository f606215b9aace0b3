import os
import signal
from pathlib import Path

import pytest

from slipway.components.local.bare.init import process as module
from slipway.components.local.bare.init.process import Process
from slipway.components.local.bare.init.spec import Gate, Program

ENVIRONMENT = {"PATH": os.environ["PATH"], "WORD": "hello"}


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(module, "time", clock)
    return clock


def shell(script: str, folder: Path, *gates: Gate) -> Process:
    return Process(
        Program(name="it", command=("sh", "-c", script), after=gates), ENVIRONMENT, folder
    )


def finish(process: Process) -> None:
    assert process.pid is not None
    process.ended(os.waitpid(process.pid, 0)[1])


def test_what_it_says_goes_to_its_log_with_only_the_environment_it_was_given(
    tmp_path: Path,
) -> None:
    process = shell("echo $WORD-$HOME; echo fault >&2", tmp_path)
    assert process.start_if_due()
    finish(process)
    log = tmp_path / "it.log"
    assert log.read_text() == "hello-\nfault\n"
    assert log.stat().st_mode & 0o077 == 0


def test_signals_that_the_supervisor_blocks_reach_its_programs(tmp_path: Path) -> None:
    old = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGTERM,))
    try:
        process = shell("exec sleep 60", tmp_path)
        process.start_if_due()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, old)
    process.signal(signal.SIGTERM)
    finish(process)
    assert process.last_exit == -signal.SIGTERM


def test_it_waits_until_its_gate_is_open(tmp_path: Path) -> None:
    closed = Gate(url=f"unix://{tmp_path}/nothing.sock")
    process = shell("true", tmp_path, closed)
    assert not process.start_if_due()
    assert (process.state, process.starts) == ("waiting", 0)


def test_a_program_that_keeps_ending_is_started_at_growing_intervals(
    tmp_path: Path, clock: Clock
) -> None:
    process = shell("exit 3", tmp_path)
    pauses = []
    for _ in range(8):
        began = clock.now
        while not process.start_if_due():
            clock.now += 0.5
        pauses.append(clock.now - began)
        finish(process)
        assert process.state == "ended with 3"
    assert pauses == [0.0, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0]


def test_a_program_that_ran_for_long_starts_again_soon(tmp_path: Path, clock: Clock) -> None:
    process = shell("true", tmp_path)
    for ran in (0.0, 0.0, 0.0, 120.0):
        while not process.start_if_due():
            clock.now += 0.5
        clock.now += ran
        finish(process)
    clock.now += 1.0
    assert process.start_if_due()
    finish(process)


def test_a_gone_program_takes_no_signal(tmp_path: Path) -> None:
    process = shell("true", tmp_path)
    process.start_if_due()
    finish(process)
    process.signal(signal.SIGKILL)
    assert process.gone()
