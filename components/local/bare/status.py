"""What of a bare cluster runs, for people and for programs."""

import json
from dataclasses import dataclass
from pathlib import Path

from slipway.components.local.bare.driver import BareDriver
from slipway.components.local.bare.forward import forwards
from slipway.components.local.errors import ProgramFailedError


@dataclass(frozen=True, kw_only=True)
class ProgramStatus:
    """One program: a word for its state, and how often it was started."""

    sandbox: str
    program: str
    state: str
    starts: int


@dataclass(frozen=True, kw_only=True)
class Status:
    """All programs of a cluster and the answers of its API server."""

    programs: tuple[ProgramStatus, ...]
    nodes: tuple[tuple[str, str], ...]
    running: bool
    detail: str

    def as_dict(self) -> dict[str, object]:
        """The same for programs."""
        return {
            "running": self.running,
            "detail": self.detail,
            "programs": [
                {"sandbox": p.sandbox, "name": p.program, "state": p.state, "starts": p.starts}
                for p in self.programs
            ],
            "nodes": dict(self.nodes),
        }

    def table(self) -> str:
        """The same for people."""
        lines = [f"{p.sandbox:10}{p.program:26}{p.state:14}{p.starts}" for p in self.programs]
        lines += [f"{'node':10}{name:26}{state}" for name, state in self.nodes]
        return "\n".join([*lines, "running" if self.running else self.detail])


def status(driver: BareDriver) -> Status:
    """Look at everything once."""
    condition = driver.condition()
    programs: list[ProgramStatus] = []
    for name in driver.layout.sandboxes:
        alive = driver.sandbox(name).identity() is not None
        programs += _programs(name, driver.layout.run(name) / "status.json", alive=alive)
    programs += [
        ProgramStatus(
            sandbox="host",
            program=f"forward {forward.name}",
            state="running" if forward.identity() is not None else "dead",
            starts=1,
        )
        for forward in forwards(driver.spec)
    ]
    try:
        seen = tuple((n.name, "ready" if n.ready else n.message) for n in driver.kubectl.nodes())
    except ProgramFailedError as error:
        seen = (("?", error.output.strip()),)
    return Status(
        programs=tuple(programs),
        nodes=seen,
        running=condition.state == "running",
        detail=condition.detail or condition.state,
    )


def _programs(sandbox: str, record: Path, *, alive: bool) -> list[ProgramStatus]:
    if not record.exists():
        return [ProgramStatus(sandbox=sandbox, program="-", state="dead", starts=0)]
    return [
        ProgramStatus(
            sandbox=sandbox,
            program=name,
            state=str(found["state"]) if alive else "dead",
            starts=int(found["starts"]),
        )
        for name, found in json.loads(record.read_text()).items()
    ]
