"""A console that can be read, folders of our own, and a release page on the loopback address."""

import http.server
import io
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from typing_extensions import override

from bootstrap.console import Console, Progress
from bootstrap.places import Places


@pytest.fixture
def places(tmp_path: Path) -> Places:
    clone = tmp_path / "clone"
    clone.mkdir()
    return Places(clone=clone, cache=tmp_path / "cache", state=tmp_path / "state")


@pytest.fixture
def out() -> io.StringIO:
    return io.StringIO()


@pytest.fixture
def console(out: io.StringIO) -> Console:
    return Console(out=out)


@pytest.fixture
def progress(console: Console) -> Progress:
    return Progress(console=console, title="[1/1] step")


@pytest.fixture
def write_program() -> Callable[[Path, str], Path]:
    def write(path: Path, body: str) -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!/bin/sh\n{body}\n")
        path.chmod(0o755)
        return path

    return write


@dataclass
class ReleasePage:
    """Serves files; some answers break off early."""

    url: str
    files: dict[str, bytes] = field(default_factory=dict)
    breaks_off: dict[str, int] = field(default_factory=dict)
    """How many answers for a path end before their announced length."""
    asked: list[str] = field(default_factory=list)


@pytest.fixture
def release_page(monkeypatch: pytest.MonkeyPatch) -> Iterator[ReleasePage]:
    page = ReleasePage(url="")

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            page.asked.append(self.path)
            body = page.files.get(self.path)
            if body is None:
                self.send_error(404)
                return
            self.send_response(200)
            missing = 0
            if page.breaks_off.get(self.path, 0) > 0:
                page.breaks_off[self.path] -= 1
                missing = 1000
            self.send_header("Content-Length", str(len(body) + missing))
            self.end_headers()
            self.wfile.write(body)

        @override
        def log_message(self, *_: object) -> None:
            """Tests read what was asked from the page."""

    for variable in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(variable, raising=False)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        page.url = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield page
        server.shutdown()
        thread.join()
