import socket
import threading
import time
from contextlib import closing

import pytest

from bootstrap.tools import internet
from bootstrap.tools.internet import Internet, Unreachable


def unused_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def test_one_failed_connection_closes_the_question_for_all_addresses() -> None:
    network = Internet()
    with pytest.raises(Unreachable, match=r"no connection to 127\.0\.0\.1"):
        network.check(f"http://127.0.0.1:{unused_port()}/tool")
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        with pytest.raises(Unreachable):
            network.check(f"http://127.0.0.1:{server.getsockname()[1]}/tool")
        server.settimeout(0)
        with pytest.raises(BlockingIOError):
            server.accept()


def test_a_server_that_answers_is_open_and_asked_once() -> None:
    network = Internet()
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        address = f"http://127.0.0.1:{server.getsockname()[1]}"
        network.check(f"{address}/a")
        network.check(f"{address}/b")
        server.accept()[0].close()
        server.settimeout(0)
        with pytest.raises(BlockingIOError):
            server.accept()


def test_behind_a_proxy_it_is_the_proxy_that_must_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as proxy:
        monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{proxy.getsockname()[1]}")
        Internet().check("https://name.invalid/tool")


def test_a_name_look_up_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(internet, "CONNECT_SECONDS", 0.1)
    let_go = threading.Event()

    def hang(*_: object) -> socket.socket:
        let_go.wait(5)
        raise OSError("let go")

    monkeypatch.setattr(socket, "create_connection", hang)
    started = time.monotonic()
    with pytest.raises(Unreachable, match="no answer"):
        Internet().check("https://name.invalid/tool")
    let_go.set()
    assert time.monotonic() - started < 3
