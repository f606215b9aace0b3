"""One program of a sandbox: started, watched, started again with a growing pause."""

import os
import signal
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from slipway.components.local.bare.init.gates import is_open
from slipway.components.local.bare.init.spec import Program

_LONGEST_PAUSE: Final = 30.0
_STEADY_SECONDS: Final = 60.0
"""A program that ran this long starts again at once when it ends."""


class Process:
    """The state of one program."""

    def __init__(self, program: Program, environment: Mapping[str, str], logs: Path) -> None:
        self.program = program
        self.pid: int | None = None
        self.starts = 0
        self.last_exit: int | None = None
        self._environment = environment
        self._log = logs / f"{program.name}.log"
        self._pause = 0.0
        self._started_at = 0.0
        self._not_before = 0.0

    def start_if_due(self) -> bool:
        """Start it when it doesn't run, its pause is over and all its gates are open."""
        if self.pid is not None or time.monotonic() < self._not_before:
            return False
        if not all(is_open(gate) for gate in self.program.after):
            return False
        command = self.program.command
        log = os.open(self._log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            self.pid = os.posix_spawnp(
                command[0],
                command,
                dict(self._environment),
                file_actions=((os.POSIX_SPAWN_DUP2, log, 1), (os.POSIX_SPAWN_DUP2, log, 2)),
                setsid=True,
                # The supervisor blocks its signals to wait for them; its children must not.
                setsigmask=(),
            )
        finally:
            os.close(log)
        self.starts += 1
        self._started_at = time.monotonic()
        return True

    def ended(self, status: int) -> None:
        """Note its end and when it may start again."""
        now = time.monotonic()
        steady = now - self._started_at >= _STEADY_SECONDS
        self._pause = 1.0 if steady else min(_LONGEST_PAUSE, max(1.0, self._pause * 2))
        self._not_before = now + self._pause
        self.last_exit = os.waitstatus_to_exitcode(status)
        self.pid = None

    def signal(self, number: signal.Signals) -> None:
        """Send it a signal, if it runs."""
        if self.pid is not None:
            os.kill(self.pid, number)

    def gone(self) -> bool:
        """Whether it doesn't run now."""
        return self.pid is None

    @property
    def state(self) -> str:
        """A word for the status file."""
        if self.pid is not None:
            return "running"
        return "waiting" if self.starts == 0 else f"ended with {self.last_exit}"
