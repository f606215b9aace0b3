"""The virtual environment in the clone, with exactly the pinned packages."""

import hashlib
import importlib.util
import shutil
import sys
from pathlib import Path

from bootstrap.command import Command, output, run
from bootstrap.console import Progress
from bootstrap.faults import Fault
from bootstrap.places import Places
from bootstrap.steps.runner import Step
from bootstrap.tools.debian import unpack_packages
from bootstrap.tools.model import DebianPackages

REQUIREMENTS = "requirements/dev.txt"
STAMP = ".slipway-installed"
_PIP = DebianPackages(packages=("python3-pip-whl",), programs=())


def venv_step(places: Places) -> Step:
    """Make `.venv` and install the pinned packages and Slipway itself into it."""
    folder = places.clone / ".venv"
    log = places.cache / "logs" / "venv.log"  # not the state's: it may be another clone's

    def done() -> str | None:
        if not places.python.exists():
            return None
        stamp = folder / STAMP
        return (
            ".venv" if stamp.exists() and stamp.read_text() == fingerprint(places.clone) else None
        )

    def run_step(progress: Progress) -> str:
        (folder / STAMP).unlink(missing_ok=True)
        if not _works(places.python):
            shutil.rmtree(folder, ignore_errors=True)
            _create(places, log, progress)
        _pip(places, log, progress, "--require-hashes", "-r", REQUIREMENTS)
        _pip(places, log, progress, "--no-deps", "--no-build-isolation", "-e", ".")
        (folder / STAMP).write_text(fingerprint(places.clone))
        return "packages installed"

    return Step(name="venv", done=done, run=run_step)


def fingerprint(clone: Path) -> str:
    """Changes when the interpreter, the clone's place or a pinned package does."""
    digest = hashlib.sha256(f"{sys.version}\n{clone}\n".encode())
    for name in ("pyproject.toml", REQUIREMENTS):
        digest.update((clone / name).read_bytes())
    return digest.hexdigest()


def _works(python: Path) -> bool:
    """Whether an interpreter starts and has pip."""
    return bool(output((str(python), "-m", "pip", "--version")))


def _create(places: Places, log: Path, progress: Progress) -> None:
    """Make the environment; Debian ships Python without what `venv` needs for pip."""
    folder = str(places.clone / ".venv")
    if importlib.util.find_spec("ensurepip"):
        run(Command(argv=(sys.executable, "-m", "venv", folder), log=log), progress)
        return
    progress.say("this Python has no ensurepip: pip comes out of Debian's package")
    run(Command(argv=(sys.executable, "-m", "venv", "--without-pip", folder), log=log), progress)
    root = places.cache / "pip-wheel"
    unpack_packages(_PIP, root, places.cache / "debs" / "pip", log, progress)
    wheels = sorted(root.rglob("pip-*.whl"))
    if not wheels:
        raise Fault("python3-pip-whl holds no pip", "install python3-venv, run `make up` again")
    install = (f"{wheels[-1]}/pip", "install", "--no-index", str(wheels[-1]))
    run(Command(argv=(str(places.python), *install), log=log), progress)


def _pip(places: Places, log: Path, progress: Progress, *arguments: str) -> None:
    """Install something, without questions."""
    options = ("install", "--no-input", "--disable-pip-version-check")
    run(
        Command(
            argv=(str(places.python), "-m", "pip", *options, *arguments),
            cwd=places.clone,
            log=log,
            remedy="see the log; with a Python package index in reach run `make up` again",
            detail=lambda: "installing packages",
        ),
        progress,
    )
