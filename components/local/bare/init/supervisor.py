"""Process 1 of a sandbox: starts programs, starts them again when they end, reaps orphans."""

import json
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from slipway.components.local.bare.init.gates import has_address
from slipway.components.local.bare.init.logs import cap
from slipway.components.local.bare.init.process import Process
from slipway.components.local.bare.init.spec import MARKER, SandboxSpec

_SIGNALS: Final = (signal.SIGCHLD, signal.SIGTERM, signal.SIGINT)
_BUSY_TICK: Final = 0.2
_IDLE_TICK: Final = 2.0
_CONTAINERS_SECONDS: Final = 10.0


class Supervisor:
    """The programs of one sandbox."""

    def __init__(self, spec: SandboxSpec) -> None:
        self._spec = spec
        self._run = Path(spec.run)
        # The mark by which the driver finds what a cluster started.
        mark = {name: value for name, value in os.environ.items() if name == MARKER}
        environment = {**spec.environment, **mark}
        self._processes = [Process(p, environment, self._run) for p in spec.programs]
        self._reported = ""

    def run(self) -> None:
        """Supervise until SIGTERM, then stop everything in reverse order."""
        signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
        self._report()  # tells the driver that the sandbox stands
        stopping = False
        while not stopping and not has_address(self._spec.address):
            stopping = self._stop_requested(_BUSY_TICK)
        while not stopping:
            for process in self._processes:
                if process.start_if_due():
                    _say(f"{process.program.name} started as {process.pid}")
            self._report()
            cap(self._run)
            busy = any(process.pid is None for process in self._processes)
            stopping = self._stop_requested(_BUSY_TICK if busy else _IDLE_TICK)
        self._stop()

    def _stop_requested(self, seconds: float) -> bool:
        received = signal.sigtimedwait(_SIGNALS, seconds)
        self._reap()
        return received is not None and received.si_signo != signal.SIGCHLD

    def _reap(self) -> bool:
        """Collect everything that ended; whether any child is left."""
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return False
            if pid == 0:
                return True
            for process in self._processes:
                if process.pid == pid:
                    process.ended(status)
                    _say(f"{process.program.name} ended with {process.last_exit}")

    def _stop(self) -> None:
        _say("stopping")
        for process in reversed(self._processes):
            process.signal(signal.SIGTERM)
            self._wait(process.gone, process.program.stop_seconds)
            process.signal(signal.SIGKILL)
        if os.getpid() != 1:
            return  # outside of a sandbox "everybody" would be the whole machine
        # What is left are containers: a chance to end by themselves before the kernel ends them
        # together with this process.
        try:
            os.kill(-1, signal.SIGTERM)
        except ProcessLookupError:
            return
        self._wait(lambda: not self._reap(), _CONTAINERS_SECONDS)

    def _wait(self, done: Callable[[], bool], seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while not done() and time.monotonic() < deadline:
            signal.sigtimedwait((signal.SIGCHLD,), 0.1)
            self._reap()

    def _report(self) -> None:
        states = {
            process.program.name: {"state": process.state, "starts": process.starts}
            for process in self._processes
        }
        text = json.dumps(states, indent=2)
        if text == self._reported:
            return
        self._reported = text
        draft = self._run / "status.json.new"
        draft.write_text(text)
        draft.replace(self._run / "status.json")


def _say(text: str) -> None:
    print(time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), text, flush=True)  # noqa: T201 # the log
