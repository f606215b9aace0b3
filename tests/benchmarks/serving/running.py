"""A server process with all its children: started, awaited, weighed and ended."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

import httpx
import psutil

if TYPE_CHECKING:
    from pathlib import Path

    from tests.benchmarks.serving.contenders import Command

_READY_SECONDS = 180
_END_SECONDS = 20
_PORTS_EACH = 3


def free_ports() -> int:
    """The first of three free ports in a row: MLServer takes three."""
    while True:
        with socket.socket() as first:
            first.bind(("127.0.0.1", 0))
            port: int = first.getsockname()[1]
        if all(_is_free(port + more) for more in range(_PORTS_EACH)):
            return port


def _is_free(port: int) -> bool:
    with socket.socket() as probe, suppress(OSError, OverflowError):
        probe.bind(("127.0.0.1", port))
        return True
    return False


class StartError(Exception):
    """A server that ended, or never became ready; the log's last lines are in the sentence."""


@dataclass(kw_only=True)
class Running:
    """One server on this machine's loopback interface."""

    command: Command
    port: int
    ready_path: str
    log: Path
    ready_seconds: float = 0.0
    """From the start of the process to the first good answer of its readiness."""
    _process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        known = {name: value for name, value in os.environ.items() if "SLIPWAY" not in name}
        began = time.perf_counter()
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(
                self.command.argv,
                env=known | {**self.command.environment},
                cwd=self.log.parent,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        try:
            self._await()
        except BaseException:
            self._end()
            raise
        self.ready_seconds = time.perf_counter() - began
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def cpu_seconds(self) -> float:
        """Of the processor, all processes together, since they began."""
        return sum(sum(one.cpu_times()[:2]) for one in self._tree())

    def memory(self) -> float:
        """MiB in memory, what processes share counted once."""
        return sum(float(one.memory_full_info().pss) for one in self._tree()) / 2**20

    def _tree(self) -> list[psutil.Process]:
        assert self._process is not None
        top = psutil.Process(self._process.pid)
        return [top, *top.children(recursive=True)]

    def _await(self) -> None:
        assert self._process is not None
        until = time.monotonic() + _READY_SECONDS
        with httpx.Client(base_url=self.url, timeout=5) as client:
            while time.monotonic() < until and self._process.poll() is None:
                with suppress(httpx.TransportError):
                    if client.get(self.ready_path).status_code == httpx.codes.OK:
                        return
                time.sleep(0.02)
        tail = "\n".join(self.log.read_text(errors="replace").splitlines()[-12:])
        raise StartError(f"{self.command.argv[0]} isn't ready:\n{tail}")

    def _end(self) -> None:
        if self._process is None:
            return
        tree = self._tree() if self._process.poll() is None else []
        for one in tree:
            with suppress(psutil.NoSuchProcess):
                one.terminate()
        _, alive = psutil.wait_procs(tree, timeout=_END_SECONDS)
        for one in alive:
            with suppress(psutil.NoSuchProcess):
                one.kill()
        self._process.wait(_END_SECONDS)
