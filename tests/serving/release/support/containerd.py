"""A containerd of one's own, with nothing but an image store."""

import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.serving.release.support.registry_process import tool

_CONFIG = """
version = 2
root = "{folder}/root"
state = "{folder}/state"
disabled_plugins = ["io.containerd.grpc.v1.cri", "io.containerd.internal.v1.opt"]
[grpc]
  address = "{folder}/socket"
"""


@dataclass(frozen=True, kw_only=True)
class Containerd:
    """A running containerd and the client for it."""

    folder: Path

    def pull(self, image: str) -> None:
        self._ctr("images", "pull", "--plain-http", "--snapshotter", "native", image)

    @contextmanager
    def mounted(self, image: str) -> Iterator[Path]:
        """The files of an image as a container would see them."""
        target = self.folder / "mounted"
        target.mkdir()
        self._ctr("images", "mount", "--snapshotter", "native", image, str(target))
        try:
            yield target
        finally:
            self._ctr("images", "unmount", "--snapshotter", "native", str(target))

    def ready(self) -> bool:
        command = [str(tool("ctr")), "--address", str(self.folder / "socket"), "version"]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0

    def _ctr(self, *arguments: str) -> None:
        command = [str(tool("ctr")), "--address", str(self.folder / "socket"), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr


@contextmanager
def running_containerd() -> Iterator[Containerd]:
    """Short paths: the name of a socket has room for about a hundred characters."""
    with tempfile.TemporaryDirectory(prefix="ctd-") as name:
        folder = Path(name)
        config = folder / "config.toml"
        config.write_text(_CONFIG.format(folder=folder))
        process = subprocess.Popen(
            [tool("containerd"), "--config", config],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            yield _wait(Containerd(folder=folder))
        finally:
            process.terminate()
            process.wait(timeout=20)


def _wait(containerd: Containerd) -> Containerd:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if containerd.ready():
            return containerd
        time.sleep(0.1)
    raise AssertionError("containerd doesn't answer")
