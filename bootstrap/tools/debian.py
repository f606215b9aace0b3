"""Programs from Debian packages that are unpacked into the cache; nothing is installed."""

import os
import re
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from bootstrap.command import Command, output, run
from bootstrap.console import Progress
from bootstrap.faults import Fault
from bootstrap.tools.model import DebianPackages

REMEDY = "see the log; Debian's or Ubuntu's package archive must be reachable"
_CANDIDATE = re.compile(r"^(\S+):\n  Installed: .*\n  Candidate: (\S+)$", re.MULTILINE)


_asked: dict[str, str] = {}
"""Answers of this run: each question costs a third of a second. Empty where nothing is offered."""


def candidates(names: Sequence[str]) -> Mapping[str, str]:
    """The version that the package archive offers, for each package that it knows."""
    unknown = [name for name in names if name not in _asked]
    if unknown and shutil.which("apt-cache"):
        text = output(("apt-cache", "policy", *unknown), env={**os.environ, "LC_ALL": "C"})
        _asked.update(dict.fromkeys(unknown, ""))
        _asked.update(
            {n: version for n, version in _CANDIDATE.findall(text) if version != "(none)"}
        )
    return {name: _asked[name] for name in names if _asked.get(name)}


def choose(packages: Sequence[str], offered: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """The packages to take and those that the archive doesn't offer; `a|b` means either."""
    chosen: list[str] = []
    missing: list[str] = []
    for package in packages:
        names = package.split("|")
        fitting = [name for name in names if name in offered]
        if fitting:
            chosen.append(fitting[0])
        else:
            missing.append(package)
    return chosen, missing


def all_names(packages: Sequence[str]) -> tuple[str, ...]:
    """Every package name in a list with alternatives."""
    return tuple(name for package in packages for name in package.split("|"))


def offered_version(debian: DebianPackages) -> str:
    """The version of a tool's first package as part of a folder's name, or nothing."""
    names = all_names(debian.packages[:1])
    offered = candidates(names)
    version = next((offered[name] for name in names if name in offered), "")
    return version.replace(":", "_")  # a colon would break LD_LIBRARY_PATH


def refresh_lists(log: Path, progress: Progress) -> None:
    """Fetch the package lists of a machine that has none, such as a fresh container."""
    if not shutil.which("apt-get"):
        raise Fault("no apt-get on this machine", "use Debian or Ubuntu, or Docker with kind")
    if os.geteuid() != 0:
        raise Fault("Debian's package lists are missing", "run `apt-get update` as root")
    progress.say("Debian's package lists are missing: apt-get update")
    run(Command(argv=("apt-get", "update"), log=log, remedy=REMEDY), progress)
    _asked.clear()


def unpack_packages(
    debian: DebianPackages, root: Path, downloads: Path, log: Path, progress: Progress
) -> list[str]:
    """Fetch and unpack the packages below a folder; returns what was taken."""
    chosen, missing = choose(debian.packages, candidates(all_names(debian.packages)))
    if missing:
        refresh_lists(log, progress)
        chosen, missing = choose(debian.packages, candidates(all_names(debian.packages)))
    if missing:
        raise Fault(
            f"Debian's package archive doesn't offer {', '.join(missing)}",
            "check /etc/apt, then run `apt-get update` and `make up` again",
        )
    shutil.rmtree(downloads, ignore_errors=True)
    downloads.mkdir(parents=True)
    run(
        Command(argv=("apt-get", "download", *chosen), cwd=downloads, log=log, remedy=REMEDY),
        progress,
    )
    root.mkdir(parents=True, exist_ok=True)
    for package in sorted(downloads.glob("*.deb")):
        run(Command(argv=("dpkg", "-x", str(package), str(root)), log=log), progress)
    shutil.rmtree(downloads)
    return chosen
