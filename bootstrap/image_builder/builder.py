"""What a tool that turns Dockerfiles into archives must do."""

import platform
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bootstrap.image_builder.logged import Logged

_MACHINES = {"x86_64": "amd64", "aarch64": "arm64"}


@dataclass(frozen=True, kw_only=True)
class BuildRequest:
    """One image to build from a staged context."""

    name: str
    reference: str
    context: Path
    archive: Path
    """Where the docker-archive goes; it doesn't exist yet."""


class Builder(Protocol):
    """Builds images for this machine's platform."""

    @property
    def title(self) -> str:
        """What is said about the way of building."""
        ...

    def base_identity(self, base: str) -> str:
        """A digest that names the base image in use; makes or pulls it if needed."""
        ...

    def build(self, request: BuildRequest, logged: Logged) -> int:
        """Write the archive; the exit code of what failed, else 0."""
        ...


def machine_platform() -> str:
    """This machine's platform as images name it, e.g. `linux/amd64`."""
    machine = platform.machine()
    return f"linux/{_MACHINES.get(machine, machine)}"
