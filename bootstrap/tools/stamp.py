"""The note inside an installed tool's folder: the way it was taken."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

NAME = "installed.json"


@dataclass(frozen=True, kw_only=True)
class Stamp:
    """How a tool got into the cache."""

    tool: str
    version: str
    way: str
    """As it is printed, e.g. `built from Go modules`."""

    def write(self, folder: Path) -> None:
        """Leave the note in a tool's folder."""
        (folder / NAME).write_text(json.dumps(asdict(self), indent=1) + "\n")


def read_stamp(folder: Path) -> Stamp | None:
    """The note in a folder; a folder without a readable one doesn't count as installed."""
    try:
        read = json.loads((folder / NAME).read_text())
        return Stamp(tool=str(read["tool"]), version=str(read["version"]), way=str(read["way"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
