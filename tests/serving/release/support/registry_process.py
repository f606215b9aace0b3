"""A real container registry (distribution) on a free port of the loopback interface."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

_CONFIG = """
version: 0.1
log: {{level: error, accesslog: {{disabled: true}}}}
storage:
  filesystem: {{rootdirectory: {folder}}}
  delete: {{enabled: true}}
http: {{addr: "127.0.0.1:{port}"}}
{auth}
"""


def tool(name: str) -> Path:
    """A program that `make up` prepared, or one on PATH."""
    state = Path(os.environ.get("SLIPWAY_STATE") or Path.home() / ".local/state/slipway")
    found = shutil.which(name, path=f"{state / 'bin'}{os.pathsep}{os.environ['PATH']}")
    assert found is not None, f"no {name}: run `make up` first"
    return Path(found)


@contextmanager
def running_registry(folder: Path, *, port: int | None = None, auth: str = "") -> Iterator[str]:
    """The address of a registry that stores into a folder and ends with the block."""
    chosen = port or free_port()
    config = folder / f"registry-{chosen}.yml"
    config.write_text(_CONFIG.format(folder=folder / "data", port=chosen, auth=auth))
    process = subprocess.Popen(
        [tool("registry"), "serve", config], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait(f"http://127.0.0.1:{chosen}/v2/")
        yield f"127.0.0.1:{chosen}"
    finally:
        process.terminate()
        process.wait(timeout=20)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(url: str) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            httpx.get(url, trust_env=False)
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(f"no registry at {url}")
