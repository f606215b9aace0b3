"""Child processes that can be watched, logged and stopped as a whole."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bootstrap.console import Progress
from bootstrap.faults import Fault

POLL_SECONDS = 0.2
KILL_SECONDS = 5.0
TAIL_LINES = 20
TAIL_BYTES = 16_384


class CommandFailed(Fault):
    """A command that ended with an error; its last words are part of the reason."""

    def __init__(self, argv: Sequence[str], code: int, log: Path, remedy: str) -> None:
        ended = f"signal {-code}" if code < 0 else f"exit code {code}"
        last = "\n".join(f"    | {line}" for line in tail(log))
        shown = f"\n{last}\n  whole log: {log}\n " if last else f" (log: {log})"
        super().__init__(f"`{' '.join(argv)}` ended with {ended}{shown}", remedy)


@dataclass(frozen=True, kw_only=True)
class Command:
    """One run of a program; its output goes to a log."""

    argv: Sequence[str]
    log: Path
    cwd: Path | None = None
    env: Mapping[str, str] | None = None
    remedy: str = "see the log, then run `make up` again"
    echo: bool = False
    """Show the output while it comes."""
    detail: Callable[[], str] | None = None
    """Tells how far the command is."""
    interrupt_leader_only: bool = False
    """On Ctrl-C the program ends its own children: it needs them to clean up."""
    patience: float = 10.0
    """Seconds that the program may take to end after Ctrl-C."""


def run(command: Command, progress: Progress) -> None:
    """Run a command to its end; on Ctrl-C its whole process group ends before we do."""
    command.log.parent.mkdir(parents=True, exist_ok=True)
    with command.log.open("ab") as log:
        log.write(f"$ {' '.join(command.argv)}\n".encode())
        log.flush()
        start = log.tell()
        process = subprocess.Popen(
            command.argv,
            cwd=command.cwd,
            env=dict(command.env) if command.env is not None else None,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C reaches us only, and we end the group in order
        )
    try:
        code = _wait(process, command, progress, start)
    except BaseException:
        stop(process, patience=command.patience, leader_only=command.interrupt_leader_only)
        raise
    if code != 0:
        raise CommandFailed(command.argv, code, command.log, command.remedy)


def _wait(
    process: subprocess.Popen[bytes], command: Command, progress: Progress, start: int
) -> int:
    """Follow a process until it ends."""
    follower = _Follower(command.log, start)
    while True:
        try:
            code: int | None = process.wait(timeout=POLL_SECONDS)
        except subprocess.TimeoutExpired:
            code = None
        if command.echo:
            for line in follower.lines(final=code is not None):
                progress.say(line)
        if code is not None:
            return code
        progress.tick(command.detail() if command.detail else "")


def stop(process: subprocess.Popen[bytes], *, patience: float, leader_only: bool) -> None:
    """End a process and its group: ask, ask harder, then kill. A second Ctrl-C skips the asking."""
    remains = True
    try:
        if process.poll() is None:
            if leader_only:
                process.send_signal(signal.SIGINT)
            else:
                _signal_group(process.pid, signal.SIGINT)
            _await_end(process, patience)
        _signal_group(process.pid, signal.SIGTERM)
        remains = _outlives(process, KILL_SECONDS)
    except KeyboardInterrupt:
        pass
    finally:
        if remains:  # never after the group is gone: its number could belong to another by then
            _signal_group(process.pid, signal.SIGKILL)
        process.wait()


def _await_end(process: subprocess.Popen[bytes], seconds: float) -> None:
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        return


def _outlives(process: subprocess.Popen[bytes], seconds: float) -> bool:
    """Whether a member of the group is still there after some time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        process.poll()  # reaps the leader, which else would keep the group alive
        if not _signal_group(process.pid, 0):
            return False
        time.sleep(POLL_SECONDS / 2)
    return True


def _signal_group(group: int, number: int) -> bool:
    """Whether the group existed; its id can't be reused while a member lives."""
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):
        return False
    return True


class _Follower:
    """Reads the complete lines that a log has gained."""

    def __init__(self, log: Path, start: int) -> None:
        self._log = log
        self._at = start

    def lines(self, *, final: bool) -> list[str]:
        with self._log.open("rb") as stream:
            stream.seek(self._at)
            new = stream.read()
        end = len(new) if final else new.rfind(b"\n") + 1
        self._at += end
        return new[:end].decode(errors="replace").splitlines()


def tail(log: Path, lines: int = TAIL_LINES) -> list[str]:
    """The last lines of a log."""
    if not log.exists():
        return []
    with log.open("rb") as stream:
        stream.seek(max(0, log.stat().st_size - TAIL_BYTES))
        return stream.read().decode(errors="replace").splitlines()[-lines:]


def output(
    argv: Sequence[str],
    *,
    timeout: float = 15.0,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
) -> str:
    """What a short command prints, or an empty text if it fails or hangs."""
    try:
        done = subprocess.run(
            argv,
            capture_output=True,
            check=True,
            timeout=timeout,
            stdin=subprocess.DEVNULL,
            cwd=cwd,
            env=dict(env) if env is not None else None,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.decode(errors="replace")
