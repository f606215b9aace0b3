"""One sandbox seen from the host: started, recognised, entered and ended."""

import hashlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import slipway
from slipway.components.local.bare.init.identity import Identity
from slipway.components.local.bare.init.spec import MARKER, SandboxSpec
from slipway.components.local.errors import ProgramFailedError

_START_SECONDS: Final = 20.0
_KILL_SECONDS: Final = 20.0


@dataclass(frozen=True)
class Sandbox:
    """The processes of the control plane or of one node, known by the record in their folder."""

    name: str
    run: Path

    @property
    def _record(self) -> Path:
        return self.run / "process.json"

    def identity(self) -> Identity | None:
        """Its first process, if it runs."""
        identity = Identity.load(self._record)
        return identity if identity is not None and identity.alive() else None

    def runs(self, spec: SandboxSpec) -> bool:
        """Whether it runs, and with exactly this description."""
        identity = self.identity()
        return identity is not None and identity.digest == _digest(spec)

    def start(self, spec: SandboxSpec, state: Path) -> None:
        """Start its first process, which outlives us and our terminal."""
        self.run.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = self.run / "sandbox.json"
        path.write_text(spec.to_json())
        command = (sys.executable, "-S", "-P", "-m", "slipway.components.local.bare.init")
        environment = dict(spec.environment) | {
            MARKER: str(state),
            "PYTHONPATH": str(Path(slipway.__file__).parent.parent),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        standing = self.run / "status.json"
        standing.unlink(missing_ok=True)
        journal = self.run / "supervisor.log"
        with journal.open("ab") as log:
            begun = log.tell()
            done = subprocess.run(
                (*command, str(path)),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                env=environment,
                start_new_session=True,
                check=False,
            )
        ended = _until(lambda: standing.exists() or self.identity() is None, _START_SECONDS)
        if done.returncode != 0 or not ended or not standing.exists():
            said = journal.read_bytes()[begun:].decode(errors="replace")
            raise ProgramFailedError((*command, str(path)), done.returncode or 1, said)

    def stop(self, seconds: float) -> None:
        """End it: politely at first, then by force; the kernel takes all its processes along."""
        identity = self.identity()
        if identity is None:
            return
        os.kill(identity.pid, signal.SIGTERM)
        if not _until(lambda: not identity.alive(), seconds):
            self.kill()

    def kill(self) -> None:
        """End it at once, as a power cut would."""
        identity = self.identity()
        if identity is None:
            return
        os.kill(identity.pid, signal.SIGKILL)
        if not _until(lambda: not identity.alive(), _KILL_SECONDS):
            raise ProgramFailedError(("kill", str(identity.pid)), 1, "the process stays")


def _digest(spec: SandboxSpec) -> str:
    return hashlib.sha256(spec.to_json().encode()).hexdigest()


def _until(done: Callable[[], bool], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not done():
        if time.monotonic() >= deadline:
            return False
        time.sleep(0.05)
    return True
