"""Messages to the engine, shown beside the resource they are about."""

from __future__ import annotations

import threading
from typing import Protocol

import grpc
from pulumi.runtime.proto import engine_pb2, engine_pb2_grpc

_SECONDS = 5


class Log(Protocol):
    """What the stand-in says while it works; an empty URN speaks for the whole stack."""

    def info(self, message: str, urn: str = "") -> None:
        """Something worth knowing."""

    def warn(self, message: str, urn: str = "") -> None:
        """Something the user should look at."""

    def progress(self, message: str, urn: str) -> None:
        """The state of an operation that takes long; replaced by the next one."""


class EngineLog:
    """The engine's own log; silent until an engine is known."""

    def __init__(self, address: str = "") -> None:
        self._lock = threading.Lock()
        self._stub: engine_pb2_grpc.EngineStub | None = None
        if address:
            self.attach(address)

    def attach(self, address: str) -> None:
        """Sends all further messages to the engine at the address."""
        with self._lock:
            self._stub = engine_pb2_grpc.EngineStub(grpc.insecure_channel(address))

    def info(self, message: str, urn: str = "") -> None:
        """Something worth knowing."""
        self._send(engine_pb2.INFO, message, urn)

    def warn(self, message: str, urn: str = "") -> None:
        """Something the user should look at."""
        self._send(engine_pb2.WARNING, message, urn)

    def progress(self, message: str, urn: str) -> None:
        """The state of an operation that takes long; replaced by the next one."""
        self._send(engine_pb2.INFO, message, urn, ephemeral=True)

    def _send(
        self,
        severity: engine_pb2.LogSeverity.ValueType,
        message: str,
        urn: str,
        *,
        ephemeral: bool = False,
    ) -> None:
        stub = self._stub
        if stub is None:
            return
        request = engine_pb2.LogRequest(
            severity=severity, message=message, urn=urn, ephemeral=ephemeral
        )
        try:
            stub.Log(request, timeout=_SECONDS)
        except grpc.RpcError as fault:
            if fault.code() == grpc.StatusCode.UNAVAILABLE:
                # The engine is gone; there is nobody left to tell.
                with self._lock:
                    self._stub = None
