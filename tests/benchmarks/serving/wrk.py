"""The client: wrk, from Debian's package, unpacked into the tool cache like the other tools."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Self

from bootstrap.console import Console, Progress
from bootstrap.places import find_places
from bootstrap.tools.install import Installer
from bootstrap.tools.model import DebianPackages, Program, Tool

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


_WRK = Tool(
    name="wrk",
    version="",
    provides=("wrk",),
    debian=DebianPackages(
        packages=("wrk", "libluajit-5.1-2"),
        programs=(Program(name="wrk", source="usr/bin/wrk"),),
    ),
)
_SCRIPT = Path(__file__).with_name("wrk.lua")
_END = b"\n"


@dataclass(frozen=True, kw_only=True)
class Load:
    """What one run of the client saw; milliseconds."""

    seconds: float
    answered: int
    errors: int
    """Other answers than 200, time-outs and broken connections."""
    p50: float
    p99: float

    @property
    def rate(self) -> float:
        """Good answers per second."""
        return (self.answered - self.errors) / self.seconds


@dataclass(frozen=True, kw_only=True)
class Wrk:
    """The program, on one thread: the server under test has the other processor."""

    program: Path

    @classmethod
    def get(cls) -> Self:
        """The program; its link lies in the cache, for the platform has no use for it."""
        places = find_places()
        apart = replace(places, state=places.cache / "benchmarks")
        Installer(places=apart).ensure(_WRK, Progress(console=Console(), title="wrk"))
        return cls(program=apart.bin / "wrk")

    def run(self, url: str, bodies: Path, *, clients: int, seconds: float) -> Load:
        """So many clients, each sending its next body when it has its answer."""
        command = [self.program, "-t1", f"-c{clients}", f"-d{max(1, round(seconds))}s"]
        command += ["--timeout", "10s", "-s", _SCRIPT, url, "--", bodies]
        result = subprocess.run(
            command, capture_output=True, text=True, check=True, timeout=seconds + 60
        )
        return _load(json.loads(result.stdout.strip().splitlines()[-1]))


def write_bodies(bodies: Sequence[bytes], path: Path) -> Path:
    """The file that the client's script reads: a body a line."""
    path.write_bytes(_END.join(bodies) + _END)
    return path


def _load(document: Mapping[str, float]) -> Load:
    return Load(
        seconds=document["us"] / 1e6,
        answered=int(document["requests"]),
        errors=int(document["errors"]),
        p50=document["p50"] / 1000,
        p99=document["p99"] / 1000,
    )
