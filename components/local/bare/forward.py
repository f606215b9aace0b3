"""The ports of the cluster on 127.0.0.1, and only there."""

import os
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from slipway.components.local.bare.init.identity import Identity
from slipway.components.local.bare.init.spec import MARKER
from slipway.components.local.bare.layout import CONTROL, Layout
from slipway.components.local.commands import search_path
from slipway.components.local.errors import ProgramFailedError
from slipway.components.local.spec import ClusterSpec

_PROGRAM: Final = "loopback-forward"
_SECONDS: Final = 5.0


@dataclass(frozen=True)
class Forward:
    """One daemon that passes a set of ports on to addresses of the cluster, whichever answers."""

    name: str
    targets: tuple[str, ...]
    ports: str
    run: Path

    @property
    def _record(self) -> Path:
        return self.run / f"{self.name}.json"

    @property
    def _digest(self) -> str:
        return f"{self._addresses} {self.ports}"

    @property
    def _addresses(self) -> str:
        return ",".join(self.targets)

    def lacking(self) -> list[int]:
        """The ports that it needs and that no daemon of ours holds, not even one to be replaced."""
        identity = Identity.load(self._record)
        alive = identity is not None and identity.alive()
        held = _numbers(identity.digest.split()[-1]) if identity is not None and alive else ()
        return [port for port in _numbers(self.ports) if port not in held]

    def identity(self) -> Identity | None:
        """The daemon, if it runs and forwards what it should."""
        identity = Identity.load(self._record)
        if identity is None or not identity.alive() or identity.digest != self._digest:
            return None
        return identity

    def pid(self) -> int:
        """The daemon's number; it must run."""
        identity = self.identity()
        if identity is None:
            raise ProgramFailedError((_PROGRAM,), 1, f"{self.name} has just ended")
        return identity.pid

    def ensure(self, spec: ClusterSpec) -> None:
        """Start it, unless it runs; it outlives us and our terminal."""
        if self.identity() is not None:
            return
        self.stop()
        self.run.mkdir(parents=True, exist_ok=True, mode=0o700)
        command = (_PROGRAM, "--to", self._addresses, "--ports", self.ports)
        path = self.run / f"{self.name}.log"
        # The shell ends at once, so that the daemon belongs to the system and not to us.
        started = subprocess.run(
            ("sh", "-c", '"$@" </dev/null >"$LOG" 2>&1 & echo $!', "sh", *command),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            cwd="/",
            env={"PATH": search_path(spec.tools), "LOG": str(path), MARKER: str(spec.state)},
            start_new_session=True,
            check=True,
        )
        self._await(Identity.of(int(started.stdout), self._digest), command, path)

    def _await(self, identity: Identity, command: tuple[str, ...], log: Path) -> None:
        identity.save(self._record)
        deadline = time.monotonic() + _SECONDS
        while "ready" not in log.read_text():
            if not identity.alive() or time.monotonic() >= deadline:
                self.stop()
                raise ProgramFailedError(command, 1, log.read_text())
            time.sleep(0.02)

    def stop(self) -> None:
        """End the daemon, whatever it forwards."""
        identity = Identity.load(self._record)
        if identity is not None and identity.alive():
            os.kill(identity.pid, signal.SIGKILL)
            deadline = time.monotonic() + _SECONDS
            while identity.alive() and time.monotonic() < deadline:
                time.sleep(0.02)
        self._record.unlink(missing_ok=True)


def _numbers(ports: str) -> range:
    first, _, last = ports.partition("-")
    return range(int(first), int(last or first) + 1)


def forwards(spec: ClusterSpec) -> tuple[Forward, ...]:
    """The daemons of a cluster: one for the API server, one for the ports of services."""
    layout = Layout.of(spec)
    run = layout.state / "forward"
    # Every node passes a service's port on to the service's pods, wherever they are.
    nodes = tuple(layout.address(node) for node in layout.nodes)
    return (
        Forward("api", (layout.address(CONTROL),), str(spec.api_port), run),
        Forward("services", nodes, spec.node_ports.text, run),
    )
