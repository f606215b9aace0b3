"""Short-lived commands, run to their end with what they said kept for the error."""

import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from slipway.components.local.errors import ProgramFailedError


class Runner(Protocol):
    """Whatever can run a command; tests record instead."""

    def run(self, *command: str, feed: str | None = None) -> str:
        """Standard output of a command that must succeed."""
        ...


@dataclass(frozen=True)
class ToolRunner:
    """Runs commands with the cluster's tools first on PATH."""

    tools: Path

    def run(self, *command: str, feed: str | None = None) -> str:
        """Standard output of a command; its failure is an error with everything it said."""
        done = subprocess.run(
            command, input=feed, capture_output=True, text=True, check=False, env=self.environment()
        )
        if done.returncode != 0:
            raise ProgramFailedError(command, done.returncode, done.stderr.strip() or done.stdout)
        return done.stdout

    def environment(self) -> dict[str, str]:
        """Our environment, with the tools found first."""
        return dict(os.environ) | {"PATH": search_path(self.tools)}


def search_path(tools: Path) -> str:
    """PATH of the cluster's programs: our tools, then what every system has."""
    return ":".join((str(tools), "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"))


def inside(pid: int, *command: str, only_network: bool = False) -> Sequence[str]:
    """A command moved into the namespaces of a process."""
    spaces = ["--net"] if only_network else ["--net", "--mount", "--pid", "--uts", "--ipc"]
    return ("nsenter", f"--target={pid}", *spaces, "--", *command)
