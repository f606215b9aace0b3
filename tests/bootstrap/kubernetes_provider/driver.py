"""Calls the provider as the engine does: check, then create, update, read or delete, over gRPC."""

from __future__ import annotations

import secrets
import threading
from concurrent import futures
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

import grpc
from google.protobuf import empty_pb2
from pulumi.runtime.proto import (
    engine_pb2,
    engine_pb2_grpc,
    plugin_pb2,
    provider_pb2,
    provider_pb2_grpc,
    status_pb2,
)
from typing_extensions import override

from bootstrap.kubernetes_provider.document import Document, JsonObject
from bootstrap.kubernetes_provider.engine_log import EngineLog
from bootstrap.kubernetes_provider.server import start
from bootstrap.kubernetes_provider.servicer import Servicer
from bootstrap.kubernetes_provider.wire import Properties, decode, encode

if TYPE_CHECKING:
    from collections.abc import Callable

Request = TypeVar("Request")
Reply = TypeVar("Reply")

STACK = "urn:pulumi:test::slipway"
DEPLOYMENT = "kubernetes:apps/v1:Deployment"
CONFIG_MAP = "kubernetes:core/v1:ConfigMap"
SECRET = "kubernetes:core/v1:Secret"  # noqa: S105 # a resource type
JOB = "kubernetes:batch/v1:Job"
SERVICE = "kubernetes:core/v1:Service"
POD = "kubernetes:core/v1:Pod"
NAMESPACE = "kubernetes:core/v1:Namespace"
QUOTA = "kubernetes:core/v1:ResourceQuota"
CLAIM = "kubernetes:core/v1:PersistentVolumeClaim"
STATEFUL_SET = "kubernetes:apps/v1:StatefulSet"


@dataclass
class Listener(engine_pb2_grpc.EngineServicer):
    """Keeps what the provider tells the engine."""

    messages: list[engine_pb2.LogRequest] = field(default_factory=list)

    @override
    def Log(self, request: engine_pb2.LogRequest, context: grpc.ServicerContext) -> empty_pb2.Empty:
        self.messages.append(request)
        return empty_pb2.Empty()

    def texts(self, *, severity: int | None = None) -> list[str]:
        return [m.message for m in self.messages if severity in (None, m.severity)]

    @property
    def warnings(self) -> list[str]:
        return self.texts(severity=engine_pb2.WARNING)

    @property
    def progress(self) -> list[str]:
        return [message.message for message in self.messages if message.ephemeral]


class RefusedError(Exception):
    """The provider answered with a fault."""


class UnfinishedError(Exception):
    """The provider saved the object, but it isn't ready."""

    def __init__(self, detail: provider_pb2.ErrorResourceInitFailed) -> None:
        super().__init__("\n".join(detail.reasons))
        self.id = detail.id
        self.state = decode(detail.properties)
        self.inputs = decode(detail.inputs)
        self.reasons = list(detail.reasons)


@dataclass(frozen=True)
class Resource:
    """A resource as the engine's state has it."""

    token: str
    name: str
    id: str
    inputs: Properties
    state: Properties

    @property
    def urn(self) -> str:
        return f"{STACK}::{self.token}::{self.name}"

    @property
    def document(self) -> Document:
        return Document(self.state.tree)


@dataclass
class Driver:
    """One provider process' worth of calls, in this process."""

    stub: provider_pb2_grpc.ResourceProviderStub
    listener: Listener
    seed: bytes = field(default_factory=lambda: secrets.token_bytes(8))
    """One per driver: preview and update agree on names, two tests don't."""

    def configure(self, **settings: object) -> provider_pb2.ConfigureResponse:
        args = encode(Properties({key: str(value) for key, value in settings.items()}))
        request = provider_pb2.ConfigureRequest(args=args, acceptSecrets=True)
        response: provider_pb2.ConfigureResponse = self._call(self.stub.Configure, request)
        return response

    def check(
        self,
        token: str,
        name: str,
        inputs: JsonObject | Properties,
        old: Properties | None = None,
    ) -> Properties:
        news = inputs if isinstance(inputs, Properties) else Properties(inputs)
        request = provider_pb2.CheckRequest(
            urn=f"{STACK}::{token}::{name}",
            news=encode(news),
            olds=encode(old) if old else None,
            randomSeed=self.seed + name.encode(),
        )
        response = self.stub.Check(request)
        if response.failures:
            raise RefusedError("; ".join(failure.reason for failure in response.failures))
        return decode(response.inputs)

    def create(
        self,
        token: str,
        name: str,
        inputs: JsonObject | Properties,
        *,
        preview: bool = False,
        timeout: float = 0,
    ) -> Resource:
        checked = self.check(token, name, inputs)
        request = provider_pb2.CreateRequest(
            urn=f"{STACK}::{token}::{name}",
            properties=encode(checked),
            preview=preview,
            timeout=timeout,
        )
        response = self._call(self.stub.Create, request)
        return Resource(token, name, response.id, checked, decode(response.properties))

    def diff(
        self, resource: Resource, inputs: JsonObject | Properties
    ) -> provider_pb2.DiffResponse:
        checked = self.check(resource.token, resource.name, inputs, resource.inputs)
        request = provider_pb2.DiffRequest(
            id=resource.id,
            urn=resource.urn,
            olds=encode(resource.state),
            old_inputs=encode(resource.inputs),
            news=encode(checked),
        )
        response: provider_pb2.DiffResponse = self._call(self.stub.Diff, request)
        return response

    def update(
        self,
        resource: Resource,
        inputs: JsonObject | Properties,
        *,
        preview: bool = False,
        timeout: float = 0,
        ignored: tuple[str, ...] = (),
    ) -> Resource:
        checked = self.check(resource.token, resource.name, inputs, resource.inputs)
        request = provider_pb2.UpdateRequest(
            id=resource.id,
            urn=resource.urn,
            olds=encode(resource.state),
            old_inputs=encode(resource.inputs),
            news=encode(checked),
            preview=preview,
            timeout=timeout,
            ignoreChanges=ignored,
        )
        response = self._call(self.stub.Update, request)
        state = decode(response.properties)
        return Resource(resource.token, resource.name, resource.id, checked, state)

    def read(self, resource: Resource) -> Resource | None:
        request = provider_pb2.ReadRequest(
            id=resource.id,
            urn=resource.urn,
            properties=encode(resource.state),
            inputs=encode(resource.inputs),
        )
        response = self._call(self.stub.Read, request)
        if not response.id:
            return None
        inputs, state = decode(response.inputs), decode(response.properties)
        return Resource(resource.token, resource.name, response.id, inputs, state)

    def look_up(self, token: str, identifier: str) -> Resource | None:
        nothing = Properties({})
        return self.read(Resource(token, "looked-up", identifier, nothing, nothing))

    def delete(self, resource: Resource, *, timeout: float = 0) -> None:
        request = provider_pb2.DeleteRequest(
            id=resource.id,
            urn=resource.urn,
            properties=encode(resource.state),
            old_inputs=encode(resource.inputs),
            timeout=timeout,
        )
        self._call(self.stub.Delete, request)

    def cancel_after(self, seconds: float) -> threading.Timer:
        timer = threading.Timer(seconds, lambda: self.stub.Cancel(empty_pb2.Empty()))
        timer.start()
        return timer

    @staticmethod
    def _call(method: Callable[[Request], Reply], request: Request) -> Reply:
        try:
            return method(request)
        except grpc.RpcError as fault:
            trailers = dict(fault.trailing_metadata() or ())
            if found := trailers.get("grpc-status-details-bin"):
                status = status_pb2.Status.FromString(found)
                detail = provider_pb2.ErrorResourceInitFailed()
                if status.details[0].Unpack(detail):
                    raise UnfinishedError(detail) from fault
            raise RefusedError(fault.details()) from fault


def open_driver() -> tuple[Driver, list[grpc.Server]]:
    """A driver with its own provider and engine, both in this process."""
    listener = Listener()
    engine = grpc.server(futures.ThreadPoolExecutor(max_workers=4))
    engine_pb2_grpc.add_EngineServicer_to_server(listener, engine)
    engine_port = engine.add_insecure_port("127.0.0.1:0")
    engine.start()
    provider, port = start(Servicer(EngineLog()))
    channel = grpc.insecure_channel(
        f"127.0.0.1:{port}", options=[("grpc.max_metadata_size", 16 * 2**20)]
    )
    stub = provider_pb2_grpc.ResourceProviderStub(channel)
    stub.Attach(plugin_pb2.PluginAttach(address=f"127.0.0.1:{engine_port}"))
    return Driver(stub, listener), [provider, engine]
