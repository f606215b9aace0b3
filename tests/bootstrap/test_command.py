import io
import os
import subprocess
import time
from pathlib import Path

import pytest

from bootstrap import command
from bootstrap.command import Command, CommandFailed, output, run, stop
from bootstrap.console import Progress


def shell(script: str, log: Path, *, echo: bool = False) -> Command:
    return Command(argv=("sh", "-c", script), log=log, echo=echo)


def test_output_goes_to_the_log_and_not_to_the_console(
    tmp_path: Path, progress: Progress, out: io.StringIO
) -> None:
    run(shell("echo to stdout; echo to stderr >&2", tmp_path / "new/log"), progress)
    assert (tmp_path / "new/log").read_text().endswith("to stdout\nto stderr\n")
    assert out.getvalue() == ""


def test_echoed_output_is_shown_line_by_line_even_without_a_last_newline(
    tmp_path: Path, progress: Progress, out: io.StringIO
) -> None:
    run(shell("echo one; sleep 0.5; printf two", tmp_path / "log", echo=True), progress)
    assert out.getvalue() == "      one\n      two\n"


def test_a_log_of_an_earlier_run_is_kept_and_not_shown_again(
    tmp_path: Path, progress: Progress, out: io.StringIO
) -> None:
    run(shell("echo first", tmp_path / "log"), progress)
    run(shell("echo second", tmp_path / "log", echo=True), progress)
    assert "first\n" in (tmp_path / "log").read_text()
    assert out.getvalue() == "      second\n"


def test_a_failure_shows_its_last_twenty_lines_and_the_log(
    tmp_path: Path, progress: Progress
) -> None:
    script = "for i in $(seq 1 50); do echo line $i; done; exit 3"
    with pytest.raises(CommandFailed) as caught:
        run(shell(script, tmp_path / "log"), progress)
    shown = [line for line in caught.value.reason.splitlines() if "| line" in line]
    assert shown == [f"    | line {i}" for i in range(31, 51)]
    assert "exit code 3" in caught.value.reason
    assert f"whole log: {tmp_path / 'log'}" in caught.value.reason


def test_a_killed_command_names_the_signal(tmp_path: Path, progress: Progress) -> None:
    with pytest.raises(CommandFailed, match="ended with signal 9"):
        run(shell("kill -9 $$", tmp_path / "log"), progress)


def test_a_command_gets_no_input(tmp_path: Path, progress: Progress) -> None:
    run(shell("cat", tmp_path / "log"), progress)


def exists(pid: int) -> bool:
    """A zombie has ended: nobody may be there to collect it."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def wait_for(file: Path) -> int:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        if file.exists() and file.read_text().strip():
            return int(file.read_text())
        time.sleep(0.02)
    raise AssertionError(file)


def test_an_interrupt_ends_the_command_with_its_children(
    tmp_path: Path, progress: Progress, monkeypatch: pytest.MonkeyPatch
) -> None:
    child = tmp_path / "child"

    def interrupt(_: Progress, __: str = "") -> None:
        wait_for(child)
        raise KeyboardInterrupt

    monkeypatch.setattr(Progress, "tick", interrupt)
    with pytest.raises(KeyboardInterrupt):
        run(shell(f"sleep 100 & echo $! > {child}; wait", tmp_path / "log"), progress)
    assert not exists(wait_for(child))


def start(script: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(["sh", "-c", script], start_new_session=True)


def test_a_command_may_end_its_own_children_in_order(tmp_path: Path) -> None:
    told = tmp_path / "told"
    ready = tmp_path / "ready"
    process = start(
        f"trap 'echo cleaned > {told}; exit 0' INT; echo $$ > {ready}; sleep 0.1 & wait; "
        "while :; do sleep 0.1; done"
    )
    wait_for(ready)
    stop(process, patience=5, leader_only=True)
    assert told.read_text() == "cleaned\n"
    assert process.returncode == 0


def test_a_command_that_doesnt_listen_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "KILL_SECONDS", 0.3)
    ready = tmp_path / "ready"
    process = start(f"trap '' INT TERM; echo $$ > {ready}; while :; do sleep 0.1; done")
    wait_for(ready)
    started = time.monotonic()
    stop(process, patience=0.2, leader_only=False)
    assert process.returncode == -9
    assert time.monotonic() - started < 5


def test_a_child_that_left_the_group_survives(tmp_path: Path) -> None:
    """The cluster's daemons have sessions of their own: Ctrl-C must not reach them."""
    file = tmp_path / "daemon"
    process = start(f"setsid sh -c 'echo $$ > {file}; exec sleep 30' & wait")
    daemon = wait_for(file)
    try:
        stop(process, patience=1, leader_only=False)
        assert exists(daemon)
    finally:
        os.kill(daemon, 9)


@pytest.mark.parametrize("script", ["exit 1", "sleep 9"])
def test_a_question_that_fails_or_hangs_has_an_empty_answer(script: str) -> None:
    assert output(("sh", "-c", script), timeout=0.2) == ""


def test_a_question_to_a_missing_program_has_an_empty_answer() -> None:
    assert output(("/nowhere/program",)) == ""
