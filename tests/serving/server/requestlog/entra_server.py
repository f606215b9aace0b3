"""Entra's token endpoint and a storage account in one server, each as strict as needed."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from typing_extensions import override

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(kw_only=True)
class Account:
    """What the server answers, and what it was asked."""

    token: str = "good"  # noqa: S105 - of this test only
    status: int = 201
    refusal: str = "AuthorizationPermissionMismatch"
    forms: list[dict[str, str]] = field(default_factory=list)
    asked: list[tuple[str, str]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    blobs: dict[str, bytes] = field(default_factory=dict)


class _Request(BaseHTTPRequestHandler):
    server: _Server

    def do_POST(self) -> None:
        account, form = self.server.account, parse_qs(self._body().decode())
        account.asked.append(("POST", self.path))
        account.forms.append({name: values[0] for name, values in form.items()})
        if account.forms[-1]["client_assertion"] == "stale":
            said = "AADSTS700024: the assertion is out of its time.\r\nTrace ID: 1"
            self._answer(401, {"error_description": said})
        else:
            self._answer(200, {"access_token": account.token, "expires_in": 3600})

    def do_PUT(self) -> None:
        account, body = self.server.account, self._body()
        account.asked.append(("PUT", self.path))
        account.headers.append({name.lower(): text for name, text in self.headers.items()})
        if account.status < 400:
            account.blobs[self.path] = body
        self._answer(account.status, {})

    def _body(self) -> bytes:
        return self.rfile.read(int(self.headers["Content-Length"]))

    def _answer(self, status: int, document: dict[str, object]) -> None:
        body = json.dumps(document).encode()
        self.send_response(status)
        if status >= 400:
            self.send_header("x-ms-error-code", self.server.account.refusal)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    @override
    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


class _Server(ThreadingHTTPServer):
    def __init__(self, account: Account) -> None:
        self.account = account
        super().__init__(("127.0.0.1", 0), _Request)


@contextmanager
def entra_server(account: Account) -> Iterator[str]:
    """The base address of a running server."""
    with _Server(account) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
