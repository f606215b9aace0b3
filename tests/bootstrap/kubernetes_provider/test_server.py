"""The plugin as a process: what the engine relies on before the first call."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import grpc
import pytest
from google.protobuf import empty_pb2
from pulumi.runtime.proto import provider_pb2_grpc

CLONE = Path(__file__).parents[3]
PLUGIN = f"{sys.executable} -u -m bootstrap.kubernetes_provider --tracing x 127.0.0.1:9"


@pytest.fixture
def shell() -> Iterator[subprocess.Popen[str]]:
    """A shell that starts the plugin as its child and prints the child's id first."""
    with subprocess.Popen(
        ["/bin/sh", "-c", f"{PLUGIN} & echo $!; wait"],
        cwd=CLONE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        yield process
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


def lines(process: subprocess.Popen[str]) -> tuple[int, int]:
    """The plugin's process id and its port."""
    assert process.stdout is not None
    return int(process.stdout.readline()), int(process.stdout.readline())


def is_alive(number: int) -> bool:
    try:
        state = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def ends_within(number: int, seconds: float) -> bool:
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        if not is_alive(number):
            return True
        time.sleep(0.1)
    return False


def test_its_first_line_is_the_port_of_a_provider(shell: subprocess.Popen[str]) -> None:
    number, port = lines(shell)
    with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
        stub = provider_pb2_grpc.ResourceProviderStub(channel)
        assert stub.GetPluginInfo(empty_pb2.Empty(), timeout=10).version
    os.kill(number, signal.SIGTERM)
    assert ends_within(number, 5)


def test_it_ends_with_an_engine_that_was_killed(shell: subprocess.Popen[str]) -> None:
    number, _ = lines(shell)
    assert is_alive(number)
    shell.kill()
    assert ends_within(number, 5), "nobody else would stop it"
