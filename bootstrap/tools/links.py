"""One folder of links to the tools in use, so that one entry in PATH is enough."""

from collections.abc import Mapping
from pathlib import Path


def are_linked(folder: Path, programs: Mapping[str, Path]) -> bool:
    """Whether each name leads to its program."""
    return all(
        (folder / name).is_symlink()
        and (folder / name).readlink() == target
        and (folder / name).exists()
        for name, target in programs.items()
    )


def link(folder: Path, programs: Mapping[str, Path]) -> None:
    """Point each name to its program; a name in use never goes missing in between."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, target in programs.items():
        temporary = folder / f".{name}.part"
        temporary.unlink(missing_ok=True)
        temporary.symlink_to(target)
        temporary.replace(folder / name)
