"""A process that can't be mistaken for another one that got the same number later."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self


def _boot() -> str:
    return Path("/proc/sys/kernel/random/boot_id").read_text().strip()


def _stat(pid: int) -> tuple[str, int] | None:
    """State letter and start time of a process; nothing when it is gone."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return None
    # The name in parentheses may itself hold spaces and parentheses.
    fields = text.rpartition(")")[2].split()
    return fields[0], int(fields[19])


@dataclass(frozen=True, kw_only=True)
class Identity:
    """Number, start time and boot of a process, and the namespaces that go with it."""

    pid: int
    started: int
    boot: str
    network: str
    digest: str
    """Of the description that it was started with."""

    @classmethod
    def of(cls, pid: int, digest: str) -> Self:
        """The identity of a running process."""
        found = _stat(pid)
        if found is None:
            raise ProcessLookupError(pid)
        return cls(
            pid=pid,
            started=found[1],
            boot=_boot(),
            network=str(Path(f"/proc/{pid}/ns/net").readlink()),
            digest=digest,
        )

    @classmethod
    def load(cls, path: Path) -> Self | None:
        """The identity in a file; nothing when there is no such file."""
        try:
            raw = json.loads(path.read_text())
        except FileNotFoundError:
            return None
        return cls(
            pid=int(raw["pid"]),
            started=int(raw["started"]),
            boot=raw["boot"],
            network=raw["network"],
            digest=raw["digest"],
        )

    def save(self, path: Path) -> None:
        """Write it so that a reader sees the whole or nothing."""
        draft = path.with_suffix(".new")
        draft.write_text(json.dumps(asdict(self)))
        draft.replace(path)

    def alive(self) -> bool:
        """Whether this very process still runs; a zombie doesn't."""
        if _boot() != self.boot:
            return False
        found = _stat(self.pid)
        return found is not None and found[0] not in "ZX" and found[1] == self.started
