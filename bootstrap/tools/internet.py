"""Whether release pages can be reached; one failed connection closes the question for this run."""

import socket
import threading
import urllib.parse
import urllib.request
from dataclasses import dataclass, field

CONNECT_SECONDS = 5.0


class Unreachable(Exception):  # noqa: N818 - an answer, not an error: closed networks are normal
    """A server that doesn't answer."""


@dataclass(kw_only=True)
class Internet:
    """Remembers what was reachable, so that a closed network costs one attempt."""

    closed: str = ""
    """Why nothing more is tried, once that is known."""
    _open: set[tuple[str, int]] = field(default_factory=set)

    def check(self, url: str) -> None:
        """Refuse an address whose server, or whose proxy, takes no connection."""
        if self.closed:
            raise Unreachable(self.closed)
        address = _gate(url)
        if address in self._open:
            return
        fault = _connect(*address)
        if fault:
            self.closed = f"no connection to {address[0]} ({fault})"
            raise Unreachable(self.closed)
        self._open.add(address)


def _gate(url: str) -> tuple[str, int]:
    """Host and port to connect to first: the server's, or the proxy's if there is one."""
    parts = urllib.parse.urlsplit(url)
    host = parts.hostname or ""
    proxy = urllib.request.getproxies().get(parts.scheme)
    if proxy and not urllib.request.proxy_bypass(host):
        parts = urllib.parse.urlsplit(proxy if "://" in proxy else f"http://{proxy}")
        host = parts.hostname or ""
    return host, parts.port or (443 if parts.scheme == "https" else 80)


def _connect(host: str, port: int) -> str:
    """The reason why a connection fails, or nothing; a name look-up alone has no time-out."""
    faults: list[str] = []

    def attempt() -> None:
        try:
            socket.create_connection((host, port), CONNECT_SECONDS).close()
        except OSError as error:
            faults.append(error.strerror or str(error))

    thread = threading.Thread(target=attempt, daemon=True)
    thread.start()
    thread.join(CONNECT_SECONDS + 1)
    if thread.is_alive():
        return f"no answer within {CONNECT_SECONDS:.0f} s"
    return faults[0] if faults else ""
