"""Schemathesis against the document that a server gives of itself.

It sends what the document allows and what it forbids, and checks every answer against it.
"""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

from tests.serving.server import loan_rows
from tests.serving.server.tolerant_model import NAME

if TYPE_CHECKING:
    from pathlib import Path

    from tests.serving.server.server_process import ServerProcess

CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
    "response_headers_conformance",
    "negative_data_rejection",
    "unsupported_method",
    "allow_header_conformance",
)


def test_no_generated_request_breaks_the_server_or_its_document(
    clients: Path, server: ServerProcess, tmp_path: Path
) -> None:
    result = subprocess.run(
        [
            *(str(clients / "bin" / "schemathesis"), "run"),
            f"http://127.0.0.1:{server.port}/openapi.json",
            *("--seed", "20", "--max-examples", "25", "--generation-database", "none"),
            *("--phases", "examples,coverage,fuzzing", "--checks", ",".join(CHECKS)),
            "--no-color",
        ],
        cwd=tmp_path,
        env={**os.environ, "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert result.returncode == 0, result.stdout[-6000:] + result.stderr
    assert "Operations:       14 selected / 14 total" in result.stdout
    assert server.metric('slipway_request_failures_total{cause="internal"}') == 0
    assert server.metric('slipway_request_failures_total{cause="model"}') == 0
    reply = server.client.post(f"/v2/models/{NAME}/infer", json=loan_rows.tensors(1))
    assert reply.status_code == 200
