"""A platform of folders, and a Pushgateway that remembers."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from slipway.monitoring.sources.store import FolderStore
from tests.monitoring.request_logs import Stores


@dataclass
class Pushed:
    address: str
    requests: list[tuple[str, str, str]] = field(default_factory=list)
    """Method, path and body of each."""

    def value(self, name: str) -> float | None:
        body = self.requests[-1][2]
        for line in body.splitlines():
            if line.startswith(f"{name} "):
                return float(line.rpartition(" ")[2])
        return None


@pytest.fixture
def pushed() -> Iterator[Pushed]:
    class Handler(BaseHTTPRequestHandler):
        def do_PUT(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            found.requests.append((self.command, self.path, body))
            self.send_response(200)
            self.end_headers()

        do_POST = do_PUT  # noqa: N815 -- the server looks for this name

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found = Pushed(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield found
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def stores(tmp_path: Path) -> Stores:
    return Stores(*(FolderStore(tmp_path / name) for name in ("reference", "log", "labels")))
