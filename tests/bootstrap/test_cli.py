"""The commands as processes: exit codes, one line instead of a stack trace, and Ctrl-C."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# A command whose only step waits for a child; everything else is the real program.
SLOW = """
import sys
from bootstrap import cli
from bootstrap.command import Command, run
from bootstrap.steps.runner import Step, never_done
from pathlib import Path

log = Path(sys.argv[1])
command = Command(argv=("sh", "-c", "echo $$ > " + sys.argv[2] + "; sleep 60"), log=log)
first = Step(name="quick", done=never_done, run=lambda progress: "made")
slow = Step(name="slow", done=never_done, run=lambda progress: run(command, progress))
cli.all_steps = lambda *_: [first, slow]
cli.ensure_root = lambda *_: None
sys.exit(cli.main(["up"]))
"""


def environment(tmp_path: Path, **more: str) -> dict[str, str]:
    folders = {name: str(tmp_path / name) for name in ("SLIPWAY_CACHE", "SLIPWAY_STATE")}
    return {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **folders, **more}


def bootstrap(tmp_path: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bootstrap", *arguments],
        env=environment(tmp_path, **more),
        cwd=ROOT,
        capture_output=True,
        check=False,
        text=True,
    )


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_interrupt_keeps_what_was_done_and_ends_what_was_started(
    tmp_path: Path, number: signal.Signals
) -> None:
    child = tmp_path / "child"
    process = subprocess.Popen(
        # Whoever started these tests may ignore a signal, and children inherit that.
        ["env", "--default-signal", sys.executable, "-c", SLOW, tmp_path / "log", child],
        env=environment(tmp_path),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + 20
    while not (child.exists() and child.read_text().strip()):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    process.send_signal(number)
    out, error = process.communicate(timeout=30)
    assert process.returncode == 130
    assert out == "[1/2] quick ... made, 0 s\n"
    assert error == (
        "interrupted at step slow: what was finished is kept, run `make up` again to go on\n"
    )
    with pytest.raises(ProcessLookupError):
        os.kill(int(child.read_text()), 0)


def slow_run(tmp_path: Path, trap: str) -> subprocess.Popen[str]:
    """A run whose parent ignored some signals, as a shell's background job or `nohup` does."""
    deaf = ("sh", "-c", f"trap '' {trap}; exec \"$@\"", "sh")
    process = subprocess.Popen(
        [*deaf, sys.executable, "-c", SLOW, tmp_path / "log", tmp_path / "child"],
        env=environment(tmp_path),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    deadline = time.monotonic() + 20
    while not (tmp_path / "child").exists():
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return process


def test_a_background_job_listens_to_an_interrupt_too(tmp_path: Path) -> None:
    process = slow_run(tmp_path, "INT")
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=30) == 130


def test_a_run_under_nohup_survives_the_end_of_its_terminal(tmp_path: Path) -> None:
    process = slow_run(tmp_path, "HUP")
    process.send_signal(signal.SIGHUP)
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(timeout=1)
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=30) == 130


def test_a_fault_is_one_sentence_on_the_other_stream(tmp_path: Path) -> None:
    done = bootstrap(tmp_path, "env", SLIPWAY_STATE="relative")
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr == (
        "SLIPWAY_STATE: got relative; expected an absolute path without a colon; "
        "choose another folder\n"
    )


def test_the_exports_can_be_evaluated_by_a_shell(tmp_path: Path) -> None:
    done = bootstrap(tmp_path, "env")
    shell = subprocess.run(
        ["sh", "-euc", f"{done.stdout}\necho $PULUMI_HOME"],
        capture_output=True,
        check=True,
        text=True,
    )
    assert shell.stdout == f"{tmp_path}/SLIPWAY_STATE/pulumi-home\n"


def test_wrong_use_has_its_own_exit_code(tmp_path: Path) -> None:
    assert bootstrap(tmp_path, "upp").returncode == 2
    assert bootstrap(tmp_path).returncode == 2


def test_an_unknown_step_names_the_known_ones(tmp_path: Path) -> None:
    done = bootstrap(tmp_path, "step", "venv-maker")
    assert done.returncode == 1
    assert (
        "expected one of preflight, venv, config, tools, images, pulumi-home, stack" in done.stderr
    )


def test_status_of_a_machine_without_a_stack(tmp_path: Path) -> None:
    done = bootstrap(tmp_path, "status")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("nothing is up")


@pytest.mark.skipif(os.geteuid() != 0, reason="exec needs root")
def test_exec_runs_a_command_with_the_stacks_environment(tmp_path: Path) -> None:
    script = 'echo "$PULUMI_HOME $SLIPWAY_STATE"; exit 5'
    done = bootstrap(tmp_path, "exec", "sh", "-c", script)
    state = f"{tmp_path}/SLIPWAY_STATE"
    assert (done.returncode, done.stdout) == (5, f"{state}/pulumi-home {state}\n")
    done = bootstrap(tmp_path, "exec", "--tools-only", "sh", "-c", script)
    assert (done.returncode, done.stdout) == (5, f" {state}\n")


@pytest.mark.skipif(os.geteuid() != 0, reason="exec needs root")
@pytest.mark.parametrize("command", [(), ("no-such-program",)])
def test_exec_of_nothing_is_a_sentence(tmp_path: Path, command: tuple[str, ...]) -> None:
    done = bootstrap(tmp_path, "exec", *command)
    assert done.returncode == 1
    assert done.stderr.startswith("exec: got ")


def test_a_second_run_on_the_same_state_is_refused(tmp_path: Path) -> None:
    child = tmp_path / "child"
    first = subprocess.Popen(
        [sys.executable, "-c", SLOW, tmp_path / "log", child],
        env=environment(tmp_path),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while not child.exists():
            time.sleep(0.02)
        done = bootstrap(tmp_path, "step", "tools: pause")
        assert done.returncode == 1
        assert f"another run holds {tmp_path}/SLIPWAY_STATE (process {first.pid})" in done.stderr
    finally:
        first.send_signal(signal.SIGINT)
        first.wait(timeout=30)


def test_an_old_python_gets_a_sentence() -> None:
    source = (ROOT / "bootstrap" / "__main__.py").read_text()
    script = "import sys; sys.version_info = (3, 9, 2); sys.version = '3.9.2 (old)'\n"
    done = subprocess.run(
        [sys.executable, "-c", script + source], capture_output=True, check=False, text=True
    )
    assert done.returncode == 1
    assert done.stderr.startswith("Python: got 3.9.2; expected 3.11 or newer.")
