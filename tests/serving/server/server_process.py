"""A real server in a process of its own."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
from typing import TYPE_CHECKING, Self

import httpx

if TYPE_CHECKING:
    from pathlib import Path


class ServerProcess:
    """Started on a free port; its events are read as they come."""

    def __init__(self, folder: Path, *arguments: str, **environment: str) -> None:
        command = [sys.executable, "-m", "slipway.serving.server", "--host", "127.0.0.1"]
        known = {name: value for name, value in os.environ.items() if "SLIPWAY" not in name}
        settings = {"SLIPWAY_DRAIN_SECONDS": "0", **environment}
        self.process = subprocess.Popen(
            [*command, "--port", "0", "--model", str(folder), *arguments],
            env=known | settings,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.events: list[dict[str, object]] = []
        self._incoming: queue.Queue[dict[str, object] | None] = queue.Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self.port = self.wait_for("start")["port"]
        self.client = httpx.Client(base_url=f"http://127.0.0.1:{self.port}", timeout=20)

    def __enter__(self) -> Self:
        self.wait_for("ready")
        return self

    def __exit__(self, *_: object) -> None:
        self.client.close()
        if self.process.poll() is None:
            self.process.terminate()
        self.process.wait(20)
        self._reader.join(5)
        assert self.process.stderr is not None
        self.process.stderr.close()

    def wait_for(self, event: str) -> dict[str, object]:
        """The next event of this name; fails when the process ends first."""
        while True:
            found = self._incoming.get(timeout=30)
            assert found is not None, f"ended without {event!r}: {self.events}"
            if found["event"] == event:
                return found

    def terminate(self) -> None:
        self.process.send_signal(signal.SIGTERM)

    def wait(self) -> int:
        return self.process.wait(20)

    def metric(self, line: str) -> float:
        """One sample of the exposition by its name and labels."""
        for text in self.client.get("/metrics").text.splitlines():
            name, _, value = text.rpartition(" ")
            if name == line:
                return float(value)
        message = f"no series {line}"
        raise AssertionError(message)

    def _read(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            event = json.loads(line)  # every line of the process is JSON, or the test fails here
            self.events.append(event)
            self._incoming.put(event)
        self._incoming.put(None)


def v2(columns: dict[str, tuple[str, list[object]]], **more: object) -> dict[str, object]:
    """A V2 body of one tensor per column."""
    inputs = [
        {"name": name, "shape": [len(data)], "datatype": kind, "data": data}
        for name, (kind, data) in columns.items()
    ]
    return {"inputs": inputs, **more}
