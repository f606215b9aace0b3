"""Container images on the nodes: imported from archives, once per reference."""

import time
from dataclasses import dataclass
from typing import Final

from slipway.components.local.bare.node import CONTAINERD_SOCKET
from slipway.components.local.cluster_facts import Report
from slipway.components.local.commands import Runner, inside
from slipway.components.local.errors import ImageMissingError, NotReadyError, ProgramFailedError
from slipway.components.local.spec import Image

_START_SECONDS: Final = 60.0


@dataclass(frozen=True)
class ImageStore:
    """The images of one node."""

    node: str
    pid: int
    runner: Runner

    def _ctr(self, *arguments: str) -> str:
        command = ("ctr", f"--address={CONTAINERD_SOCKET}", "--namespace=k8s.io", *arguments)
        return self.runner.run(*inside(self.pid, *command))

    def wait(self) -> None:
        """Return once containerd answers."""
        deadline = time.monotonic() + _START_SECONDS
        while True:
            try:
                self._ctr("version")
            except ProgramFailedError as error:
                if time.monotonic() >= deadline:
                    where = f"containerd on {self.node}"
                    raise NotReadyError(where, _START_SECONDS, error.output.strip()) from None
            else:
                return
            time.sleep(0.2)

    def references(self) -> frozenset[str]:
        """Every reference that pods can use."""
        return frozenset(self._ctr("images", "list", "--quiet").split())

    def load(self, images: tuple[Image, ...], report: Report) -> None:
        """Import what is missing."""
        known = self.references()
        for image in images:
            if image.reference in known:
                continue
            if image.archive is None:
                raise ImageMissingError(image.name, image.reference, "without an archive")
            if not image.archive.exists():
                raise ImageMissingError(image.name, image.reference, f"no file {image.archive}")
            report(f"{self.node}: image {image.name}")
            self._ctr("images", "import", str(image.archive))
            if image.reference not in self.references():
                reason = f"which {image.archive} doesn't hold"
                raise ImageMissingError(image.name, image.reference, reason)
