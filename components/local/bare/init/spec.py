"""What one sandbox runs: handed from the driver to process 1 as a JSON file."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final, Self

MARKER: Final = "SLIPWAY_CLUSTER"
"""Environment variable of every process of a cluster; its value is the state folder."""


@dataclass(frozen=True, kw_only=True)
class Gate:
    """Something that must answer before a program starts.

    ``http`` and ``https`` URLs must answer 200; ``unix`` ones must accept a connection.
    """

    url: str
    authority: str | None = None
    """File with the certificate authority of an https URL."""


@dataclass(frozen=True, kw_only=True)
class Program:
    """One long-running program; it is started again whenever it ends."""

    name: str
    command: tuple[str, ...]
    after: tuple[Gate, ...] = ()
    stop_seconds: float = 10.0


@dataclass(frozen=True, kw_only=True)
class Bind:
    """A folder of the host at a conventional path of the sandbox."""

    source: str
    target: str


@dataclass(frozen=True, kw_only=True)
class SandboxSpec:
    """Everything that process 1 needs to know."""

    name: str
    address: str
    """Programs wait for this address: the driver attaches the network from outside."""
    run: str
    """Folder for records and logs."""
    keep: str
    """Folder that stays visible whatever the private view hides."""
    environment: Mapping[str, str]
    binds: tuple[Bind, ...]
    programs: tuple[Program, ...]

    def to_json(self) -> str:
        """A text from which the same description can be read."""
        return json.dumps(asdict(self), indent=2, sort_keys=True)

    @classmethod
    def load(cls, path: Path) -> Self:
        """The description in a file."""
        raw = json.loads(path.read_text())
        return cls(
            name=raw["name"],
            address=raw["address"],
            run=raw["run"],
            keep=raw["keep"],
            environment={str(key): str(value) for key, value in raw["environment"].items()},
            binds=tuple(Bind(source=b["source"], target=b["target"]) for b in raw["binds"]),
            programs=tuple(
                Program(
                    name=p["name"],
                    command=tuple(p["command"]),
                    after=tuple(Gate(url=g["url"], authority=g["authority"]) for g in p["after"]),
                    stop_seconds=float(p["stop_seconds"]),
                )
                for p in raw["programs"]
            ),
        )
