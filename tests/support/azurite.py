"""Microsoft's own emulator of Azure Blob, where this machine has it."""

import contextlib
import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

VERSION = "3.35.0"
ACCOUNT = "devstoreaccount1"
# Published by Microsoft for every emulator: no secret.
KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="
_LISTENS = re.compile(r"successfully listens on https?://(127\.0\.0\.1:\d+)")
_SECONDS = 60.0


@dataclass(frozen=True, kw_only=True)
class Certificate:
    """For an emulator that takes tokens of Entra, which it does behind TLS alone."""

    certificate: Path
    key: Path


@contextlib.contextmanager
def running_azurite(folder: Path, tls: Certificate | None = None) -> Iterator[str]:
    """Host and port of an emulator that keeps everything in memory.

    A machine without it skips the test, and says how to get it.
    """
    log = folder / "azurite.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*_program(), *_options(tls)], stdout=output, stderr=subprocess.STDOUT, cwd=folder
        )
    try:
        yield _address(process, log)
    finally:
        process.terminate()
        process.wait(_SECONDS)


def _program() -> list[str]:
    cache = Path(os.environ.get("SLIPWAY_CACHE") or Path.home() / ".cache" / "slipway")
    folder = cache / "tools" / "azurite"
    script = folder / "node_modules" / "azurite" / "dist" / "src" / "blob" / "main.js"
    node = shutil.which("node")
    if node is None:
        pytest.skip("node isn't installed: Azure's emulator can't run")
    if not script.is_file():
        pytest.skip(
            "Azure's emulator isn't installed: "
            f"npm install --prefix {folder} --no-audit --no-fund azurite@{VERSION}"
        )
    return [node, str(script)]


def _options(tls: Certificate | None) -> list[str]:
    plain = ["--inMemoryPersistence", "--blobHost", "127.0.0.1", "--blobPort", "0"]
    plain += ["--skipApiVersionCheck", "--disableTelemetry", "--disableProductStyleUrl"]
    if tls is None:
        return plain
    return [*plain, "--oauth", "basic", "--cert", str(tls.certificate), "--key", str(tls.key)]


def _address(process: subprocess.Popen[bytes], log: Path) -> str:
    end = time.monotonic() + _SECONDS
    while time.monotonic() < end and process.poll() is None:
        found = _LISTENS.search(log.read_text(encoding="utf-8"))
        if found:
            return found[1]
        time.sleep(0.1)
    raise AssertionError(f"the emulator doesn't listen: {log.read_text(encoding='utf-8')}")
