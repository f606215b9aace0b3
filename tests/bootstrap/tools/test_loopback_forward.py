"""The forwarder as a process: what it promises to the local cluster."""

import contextlib
import shutil
import signal
import socket
import struct
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bootstrap.console import Console, Progress
from bootstrap.tools.go_build import Bench, compile_source, find_go
from bootstrap.tools.model import GoSource

pytestmark = pytest.mark.skipif(shutil.which("go") is None, reason="no Go on this machine")
TARGET, OTHER = "127.0.0.2", "127.0.0.3"
Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("loopback-forward")
    go = find_go()
    assert go is not None
    progress = Progress(console=Console(), title="build")
    bench = Bench(go=go, work=folder / "work", target=folder, log=folder / "log", progress=progress)
    compile_source(GoSource(folder="loopback-forward"), bench)
    return folder / "loopback-forward"


@pytest.fixture
def start(program: Path) -> Iterator[Start]:
    started: list[subprocess.Popen[str]] = []

    def run(*arguments: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [program, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        started.append(process)
        return process

    yield run
    for process in started:
        process.kill()
        process.communicate()


def free_ports(count: int) -> list[int]:
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(closing(socket.socket())) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


def serve(port: int, answer: Callable[[bytes], bytes], address: str = TARGET) -> socket.socket:
    """A server that answers once the request's end has come."""
    server = socket.create_server((address, port))

    def loop() -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = server.accept()
                with client:
                    request = b""
                    while part := client.recv(65536):
                        request += part
                    client.sendall(answer(request))

    threading.Thread(target=loop, daemon=True).start()
    return server


def breaking(port: int) -> socket.socket:
    """A server that resets the connection when a request has come."""
    server = socket.create_server((TARGET, port))

    def loop() -> None:
        with contextlib.suppress(OSError):
            client, _ = server.accept()
            client.recv(1)
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            client.close()

    threading.Thread(target=loop, daemon=True).start()
    return server


@contextlib.contextmanager
def silent(port: int) -> Iterator[None]:
    """A machine that answers no new connection: its queue is full and nobody takes from it."""
    with contextlib.ExitStack() as stack:
        stack.enter_context(closing(socket.create_server((TARGET, port), backlog=0)))
        waiting = socket.create_connection((TARGET, port), 5)
        stack.enter_context(closing(waiting))
        yield


def ask(port: int, request: bytes) -> bytes:
    with closing(socket.create_connection(("127.0.0.1", port), 10)) as client:
        client.sendall(request)
        client.shutdown(socket.SHUT_WR)
        answer = b""
        while part := client.recv(65536):
            answer += part
        return answer


def wait_ready(process: subprocess.Popen[str]) -> None:
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"


def test_bytes_pass_both_ways_and_a_half_closed_request_gets_its_answer(start: Start) -> None:
    (port,) = free_ports(1)
    wait_ready(start("--to", TARGET, "--ports", str(port)))
    with closing(serve(port, lambda request: request[::-1])):
        body = bytes(range(256)) * 8192
        assert ask(port, body) == body[::-1]


def test_every_port_of_a_list_goes_to_the_same_port_there(start: Start) -> None:
    one, two = free_ports(2)
    wait_ready(start("--to", TARGET, "--ports", f"{one},{two}-{two}"))
    with closing(serve(one, lambda _: b"one")), closing(serve(two, lambda _: b"two")):
        assert ask(one, b"") == b"one"
        assert ask(two, b"") == b"two"


def test_it_listens_on_the_loopback_address_only(start: Start) -> None:
    (port,) = free_ports(1)
    wait_ready(start("--to", TARGET, "--ports", str(port)))
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.3", port), 5)


def test_a_taken_port_ends_it_and_is_named(start: Start) -> None:
    first, taken = free_ports(2)
    with closing(socket.create_server(("127.0.0.1", taken))):
        process = start("--to", TARGET, "--ports", f"{first},{taken}")
        out, error = process.communicate(timeout=10)
    assert process.returncode == 1
    assert f"port {taken}: cannot listen" in error
    assert out == ""


def test_a_dead_target_resets_the_client_and_later_ones_still_work(start: Start) -> None:
    (port,) = free_ports(1)
    process = start("--to", TARGET, "--ports", str(port))
    wait_ready(process)
    with pytest.raises(ConnectionResetError):
        ask(port, b"")
    with closing(serve(port, lambda _: b"back")):
        assert ask(port, b"") == b"back"
    assert process.poll() is None


def test_a_connection_goes_to_the_address_that_answers(start: Start) -> None:
    (port,) = free_ports(1)
    wait_ready(start("--to", f"{TARGET},{OTHER}", "--ports", str(port)))
    with closing(serve(port, lambda _: b"second", OTHER)) as second:
        assert ask(port, b"") == b"second", "the first refuses"
        second.shutdown(socket.SHUT_RDWR)  # else its thread still accepts one
    with closing(serve(port, lambda _: b"first")):
        assert ask(port, b"") == b"first", "the second refuses"


def test_an_address_that_says_nothing_is_not_waited_for(start: Start) -> None:
    (port,) = free_ports(1)
    wait_ready(start("--to", f"{TARGET},{OTHER}", "--ports", str(port)))
    with silent(port), closing(serve(port, lambda _: b"second", OTHER)):
        assert ask(port, b"") == b"second"


def test_an_address_that_answered_is_kept(start: Start) -> None:
    (port,) = free_ports(1)
    wait_ready(start("--to", f"{TARGET},{OTHER}", "--ports", str(port)))
    with closing(serve(port, lambda _: b"second", OTHER)):
        assert ask(port, b"") == b"second"
        with closing(serve(port, lambda _: b"first")):
            assert ask(port, b"") == b"second"


def test_silence_everywhere_resets_the_client(start: Start) -> None:
    (port,) = free_ports(1)
    wait_ready(start("--to", f"{TARGET},{OTHER}", "--ports", str(port)))
    with silent(port), pytest.raises(ConnectionResetError):
        ask(port, b"")


def test_a_broken_connection_reaches_the_client_as_broken(start: Start) -> None:
    (port,) = free_ports(1)
    wait_ready(start("--to", TARGET, "--ports", str(port)))

    with closing(breaking(port)), closing(socket.create_connection(("127.0.0.1", port))) as client:
        client.sendall(b"half a request")
        with pytest.raises(ConnectionResetError):
            client.recv(1)


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("--to", "node", "--ports", "1000"), 1, '--to: got "node"'),
        (("--to", f"{TARGET},", "--ports", "1000"), 1, '--to: got ""'),
        (("--to", TARGET, "--ports", ""), 1, "--ports: got"),
        (("--to", TARGET, "--ports", "3-1"), 1, '--ports: got "3-1"'),
        (("--to", TARGET, "--ports", "70000"), 1, '--ports: got "70000"'),
        (("--to", TARGET, "--ports", "8080,8080"), 1, "port 8080; expected each port once"),
        (("--to", TARGET, "--ports", "1", "extra"), 2, 'got argument "extra"'),
    ],
)
def test_wrong_use_is_refused(
    start: Start, arguments: tuple[str, ...], code: int, message: str
) -> None:
    process = start(*arguments)
    _, error = process.communicate(timeout=10)
    assert process.returncode == code
    assert message in error


def test_it_ends_at_once_when_asked(start: Start) -> None:
    (port,) = free_ports(1)
    process = start("--to", TARGET, "--ports", str(port))
    wait_ready(process)
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=5) == 0
