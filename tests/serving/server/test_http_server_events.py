"""What is no HTTP never reaches the application, and still leaves a log of JSON lines."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.serving.server.server_process import ServerProcess


@pytest.mark.parametrize(
    "text",
    [
        b"a-secret\r\n\r\n",
        b"GET /v2 HTTP/1.1\r\nhost: x\r\nx: a-secret\0\r\n\r\n",
        b"POST /invocations HTTP/1.1\r\nhost: x\r\ncontent-length: -1\r\n\r\n",
    ],
)
def test_bytes_that_are_no_request_are_a_400_and_one_event(
    tolerant: ServerProcess, text: bytes
) -> None:
    with socket.create_connection(("127.0.0.1", int(str(tolerant.port))), timeout=20) as connection:
        connection.sendall(text)
        assert connection.recv(1000).startswith(b"HTTP/1.1 400 ")
    event = tolerant.wait_for("http-server")
    assert (event["level"], event["message"]) == ("warning", "Invalid HTTP request received.")
    assert tolerant.client.get("/v2/health/live").status_code == 200
