"""Log files that can't fill the disk."""

from pathlib import Path
from typing import Final

_LIMIT: Final = 16 * 1024 * 1024
_KEPT: Final = 2 * 1024 * 1024


def cap(folder: Path, *, limit: int = _LIMIT, kept: int = _KEPT) -> None:
    """Empty every log above the limit, its end kept beside it.

    Programs append to these files, so that they go on at the start of an emptied one.
    """
    for path in folder.glob("*.log"):
        if path.stat().st_size <= limit:
            continue
        with path.open("r+b") as log:
            log.seek(-kept, 2)
            path.with_suffix(".log.old").write_bytes(log.read())
            log.truncate(0)
