import socket
import ssl
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from typing_extensions import override

from slipway.components.local.bare.certificates import Authority, Subject
from slipway.components.local.bare.init.gates import has_address, is_open
from slipway.components.local.bare.init.spec import Gate


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/healthy" else 500)
        self.end_headers()

    @override
    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def server() -> Iterator[HTTPServer]:
    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_a_page_opens_a_gate_only_when_it_says_ok(server: HTTPServer) -> None:
    base = f"http://127.0.0.1:{server.server_port}"
    assert is_open(Gate(url=f"{base}/healthy"))
    assert not is_open(Gate(url=f"{base}/sick"))


def test_a_secure_page_must_show_a_certificate_of_the_right_authority(
    server: HTTPServer, tmp_path: Path
) -> None:
    ours, other = (Authority(tmp_path / name, "ca") for name in ("ours", "other"))
    pair = ours.issue("server", Subject(common_name="server", hosts=("127.0.0.1",)))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pair.certificate, pair.key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    url = f"https://127.0.0.1:{server.server_port}/healthy"
    assert is_open(Gate(url=url, authority=str(ours.pair.certificate)))
    assert not is_open(Gate(url=url, authority=str(other.pair.certificate)))


def test_a_socket_opens_a_gate_when_somebody_listens(tmp_path: Path) -> None:
    path = tmp_path / "it.sock"
    gate = Gate(url=f"unix://{path}")
    assert not is_open(gate)
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
        listener.bind(str(path))
        listener.listen()
        assert is_open(gate)
    assert not is_open(gate)


def test_only_an_address_of_this_machine_is_there() -> None:
    assert has_address("127.0.0.1")
    assert not has_address("203.0.113.7")
