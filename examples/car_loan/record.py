"""What the sample has shown for a digest, kept beside the platform's state."""

import dataclasses
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from slipway.stacks.cli.options import state_folder


@dataclass(frozen=True, kw_only=True)
class Watched:
    """One replay and what the monitor said of it."""

    name: str
    requests: int
    failed: int
    rows: int
    state: str
    drifted: tuple[str, ...]


def read(digest: str) -> list[Watched] | None:
    """The kept results of a digest; None if it wasn't watched yet."""
    path = _path()
    if not path.exists():
        return None
    document = json.loads(path.read_text(encoding="utf-8"))
    if document["digest"] != digest:
        return None
    return [Watched(**{**item, "drifted": tuple(item["drifted"])}) for item in document["watched"]]


def write(digest: str, watched: Sequence[Watched]) -> None:
    """Keeps the results of a digest."""
    document = {"digest": digest, "watched": [dataclasses.asdict(one) for one in watched]}
    _path().write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")


def _path() -> Path:
    return state_folder() / "sample.json"
