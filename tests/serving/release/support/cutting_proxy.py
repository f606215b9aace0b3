"""A TCP proxy that cuts its first connections in the middle of what a client sends."""

import contextlib
import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from typing_extensions import override


class _Proxy(socketserver.ThreadingTCPServer):
    allow_reuse_address = True

    def __init__(self, target: str, after: int, cuts: int) -> None:
        self.target = target
        self.after = after
        self.cuts_left = cuts
        super().__init__(("127.0.0.1", 0), _Connection)


class _Connection(socketserver.BaseRequestHandler):
    server: _Proxy

    @override
    def handle(self) -> None:
        host, _, port = self.server.target.partition(":")
        client: socket.socket = self.request
        with socket.create_connection((host, int(port))) as upstream:
            back = threading.Thread(target=_pump, args=(upstream, client))
            back.start()
            self._forward(client, upstream)
            _end(client, upstream)
            back.join()

    def _forward(self, client: socket.socket, upstream: socket.socket) -> None:
        passed = 0
        with contextlib.suppress(OSError):
            while data := client.recv(65536):
                passed += len(data)
                if self.server.cuts_left > 0 and passed > self.server.after:
                    self.server.cuts_left -= 1
                    return
                upstream.sendall(data)


@contextmanager
def cutting_proxy(target: str, *, after: int, cuts: int) -> Iterator[str]:
    """The address of a proxy that ends `cuts` connections after so many bytes each."""
    with _Proxy(target, after, cuts) as proxy:
        thread = threading.Thread(target=proxy.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield f"127.0.0.1:{proxy.server_address[1]}"
        finally:
            proxy.shutdown()
            thread.join()


def _pump(source: socket.socket, sink: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            sink.sendall(data)
    _end(source, sink)


def _end(*ends: socket.socket) -> None:
    for end in ends:
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
