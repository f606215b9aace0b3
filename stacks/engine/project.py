"""The folder with the Pulumi project that a stack belongs to."""

from pathlib import Path

from slipway.stacks.engine.errors import NoProjectError

_FILE = "Pulumi.yaml"


def project_folder(start: Path, state: Path) -> Path:
    """The nearest folder with a project at or above a start; else the clone that owns the state.

    Raises:
        NoProjectError: There is neither.
    """
    for folder in (start, *start.parents):
        if (folder / _FILE).is_file():
            return folder
    owner = state / "owner"
    if owner.is_file():
        clone = Path(owner.read_text(encoding="utf-8").strip())
        if (clone / _FILE).is_file():
            return clone
    raise NoProjectError(start)
