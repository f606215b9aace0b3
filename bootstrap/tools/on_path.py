"""The user's own programs: taken when all of a tool is there and its version fits."""

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bootstrap.command import output
from bootstrap.tools.model import Tool
from bootstrap.tools.versions import find_version


@dataclass(frozen=True, kw_only=True)
class Found:
    """Programs on PATH that fit."""

    programs: Mapping[str, Path]
    version: str


@dataclass(frozen=True, kw_only=True)
class Unfit:
    """Why the user's own program isn't taken."""

    reason: str


def search_path(path: str, own: Path) -> str:
    """PATH without our own links: they would be found as if they were the user's."""
    folders = [folder for folder in path.split(os.pathsep) if folder]
    return os.pathsep.join(f for f in folders if Path(f).resolve() != own.resolve())


def look_up(tool: Tool, path: str) -> Found | Unfit:
    """Look for all programs of a tool in a search path."""
    if tool.on_path is None:
        return Unfit(reason="not looked for on PATH")
    programs: dict[str, Path] = {}
    for name in tool.provides:
        place = shutil.which(name, path=path)
        if place is None:
            return Unfit(reason=f"no {name} on PATH")
        programs[name] = Path(place)
    first, *arguments = tool.on_path.version_command
    version = find_version(output((str(programs[first]), *arguments)))
    if version is None:
        return Unfit(reason=f"{programs[first]} doesn't tell its version")
    if version not in tool.on_path.fits:
        return Unfit(
            reason=f"{programs[first]} is {version.text}, needed is {tool.on_path.fits.text}"
        )
    return Found(programs=programs, version=version.text)
