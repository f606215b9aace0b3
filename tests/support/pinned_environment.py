"""Other people's programs, in an environment of their own apart from the product's packages.

The pins of such an environment: `uv pip compile FOLDER/NAME.in --output-file FOLDER/NAME.txt
--universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links
--no-annotate`.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from typing import TYPE_CHECKING

from bootstrap.places import find_places

if TYPE_CHECKING:
    from pathlib import Path

_SECONDS = 1200


class NoEnvironmentError(Exception):
    """This machine can't make the environment; the sentence says why."""


def pinned_environment(name: str, requirements: Path) -> Path:
    """The virtual environment in the tool cache, made once per set of pins.

    Raises:
        NoEnvironmentError: An installation failed.
    """
    digest = hashlib.sha256(requirements.read_bytes()).hexdigest()[:12]
    folder = find_places().tools / f"{name}-{digest}"
    if not (folder / "ready").exists():
        _run([sys.executable, "-m", "venv", "--clear", str(folder)])
        pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet"]
        # The pins are whole; an extra that a package asks for would look unpinned to pip.
        _run(
            [*pip, "--no-deps", "--only-binary=:all:", "--require-hashes", "-r", str(requirements)]
        )
        (folder / "ready").touch()
    return folder


def _run(command: list[str]) -> None:
    result = subprocess.run(command, capture_output=True, text=True, check=False, timeout=_SECONDS)
    if result.returncode != 0:
        lines = result.stderr.strip().splitlines() or [f"exit code {result.returncode}"]
        raise NoEnvironmentError(lines[-1])
