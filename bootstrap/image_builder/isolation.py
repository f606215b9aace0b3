"""Commands in mount and process namespaces of their own: however they end, nothing stays."""

import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_NAMESPACES = ("unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc")
_ADD_LIBRARIES = 'mount -t overlay overlay -o "ro,lowerdir=$2" "$1" && shift 2 && exec "$@"'
_LOADED = "calling init: "
_SECONDS = 20


@dataclass(frozen=True, kw_only=True)
class Libraries:
    """Shared libraries that were unpacked, not installed, and the folder where they are missed."""

    system: Path
    unpacked: tuple[Path, ...]


def isolated(argv: Sequence[str], libraries: Libraries | None = None) -> list[str]:
    """The command in namespaces of its own, in which some libraries seem to be installed."""
    if libraries is None or not libraries.unpacked:
        return [*_NAMESPACES, *argv]
    # The installed ones come first: the others only fill gaps.
    layers = ":".join(str(folder) for folder in (libraries.system, *libraries.unpacked))
    script = ("sh", "-c", _ADD_LIBRARIES, "sh", str(libraries.system), layers)
    return [*_NAMESPACES, *script, *argv]


def libraries_of(program: Path) -> Libraries | None:
    """Where a program's libraries come from, as its own loader says; None if it doesn't start.

    A wrapper may set LD_LIBRARY_PATH, but buildah starts itself again with an empty environment.
    """
    try:
        done = subprocess.run(
            [str(program), "--version"],
            env={**os.environ, "LD_DEBUG": "libs"},
            capture_output=True,
            text=True,
            check=True,
            timeout=_SECONDS,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    lines = (line.partition(_LOADED)[2].strip() for line in done.stderr.splitlines())
    loaded = [Path(line).resolve() for line in lines if line.startswith("/")]
    system = next((path.parent for path in loaded if path.name.startswith("libc.so")), None)
    if system is None:
        return None
    installed = (Path("/usr/lib"), Path("/lib"), Path("/usr/local/lib"))
    unpacked = {
        path.parent: None
        for path in loaded
        if not any(path.is_relative_to(folder.resolve()) for folder in installed)
    }
    return Libraries(system=system, unpacked=tuple(unpacked))
