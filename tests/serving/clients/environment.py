"""Clients that others wrote, in an environment of their own, apart from the product's packages.

Their pins: `uv pip compile tests/serving/clients/requirements.in --output-file
tests/serving/clients/requirements.txt --universal --python-version 3.11 --generate-hashes
--no-emit-index-url --no-emit-find-links --no-annotate`.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from bootstrap.places import find_places

REQUIREMENTS = Path(__file__).with_name("requirements.txt")
_SECONDS = 600


def clients_environment() -> Path:
    """The virtual environment in the tool cache, made once per set of pins.

    A machine that can't make it skips the test, and says why.
    """
    digest = hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()[:12]
    folder = find_places().tools / f"model-clients-{digest}"
    if not (folder / "ready").exists():
        _run([sys.executable, "-m", "venv", "--clear", str(folder)])
        pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet"]
        _run([*pip, "--only-binary=:all:", "--require-hashes", "-r", str(REQUIREMENTS)])
        (folder / "ready").touch()
    return folder


def _run(command: list[str]) -> None:
    result = subprocess.run(command, capture_output=True, text=True, check=False, timeout=_SECONDS)
    if result.returncode != 0:
        lines = result.stderr.strip().splitlines() or [f"exit code {result.returncode}"]
        pytest.skip(f"the clients' environment can't be made: {lines[-1]}")
