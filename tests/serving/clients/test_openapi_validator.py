"""The document against the OpenAPI 3.1 specification itself."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.serving.server.server_process import ServerProcess

COMMITTED = Path(__file__).parents[3] / "serving/server/openapi.json"


def validate(clients: Path, file: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(clients / "bin" / "python"), "-m", "openapi_spec_validator", str(file)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize("which", ["committed", "served"])
def test_the_document_follows_the_specification(
    clients: Path, server: ServerProcess, tmp_path: Path, which: str
) -> None:
    file = COMMITTED
    if which == "served":
        file = tmp_path / "openapi.json"
        file.write_bytes(server.client.get("/openapi.json").content)
    result = validate(clients, file)
    assert result.returncode == 0, result.stdout + result.stderr


def test_another_document_does_not(clients: Path, tmp_path: Path) -> None:
    text = COMMITTED.read_text(encoding="utf-8")
    broken = tmp_path / "openapi.json"
    broken.write_text(text.replace('"in": "header"', '"in": "body"', 1), encoding="utf-8")
    assert validate(clients, broken).returncode != 0
