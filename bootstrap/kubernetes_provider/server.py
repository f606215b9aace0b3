"""The plugin process: one gRPC server on a port that it tells the engine."""

from __future__ import annotations

import os
import signal
import sys
import threading
from concurrent import futures
from typing import TYPE_CHECKING

import grpc
from pulumi.runtime.proto import provider_pb2_grpc

from bootstrap.kubernetes_provider.engine_log import EngineLog
from bootstrap.kubernetes_provider.servicer import Servicer

if TYPE_CHECKING:
    from types import FrameType

_WORKERS = 200
"""Each waiting resource keeps a thread; the engine decides how many run at a time."""

_UNLIMITED = (
    ("grpc.max_receive_message_length", -1),
    ("grpc.max_send_message_length", -1),
)
_WATCH_SECONDS = 2.0


def start(servicer: Servicer) -> tuple[grpc.Server, int]:
    """A started server and its port, reachable from this machine only."""
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=_WORKERS), options=_UNLIMITED)
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(servicer, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    return server, int(port)


def serve(engine: str) -> None:
    """Serves until the engine stops this process, or is gone itself."""
    stopped = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        del number, frame
        stopped.set()

    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, stop)
    server, port = start(Servicer(EngineLog(engine)))
    print(port, flush=True)  # the plugin contract: the first line is the port
    parent = os.getppid()
    while not stopped.wait(_WATCH_SECONDS):
        if engine and os.getppid() != parent:
            # A killed engine stops nobody: a plugin without one would stay for ever.
            break
    server.stop(grace=0)
    sys.stdout.flush()
    # Threads that still wait for the cluster have nobody to report to.
    os._exit(0)
