"""The engine's calls about the provider itself: who it is, how it is set up, what it refuses."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from google.protobuf import empty_pb2
from pulumi.runtime.proto import plugin_pb2, provider_pb2, provider_pb2_grpc
from typing_extensions import override

from bootstrap.kubernetes_provider import configuration, plugin, replies
from bootstrap.kubernetes_provider.errors import ProviderError, UnsupportedCallError
from bootstrap.kubernetes_provider.session import Session, open_session
from bootstrap.kubernetes_provider.wire import decode

if TYPE_CHECKING:
    import grpc

    from bootstrap.kubernetes_provider.engine_log import EngineLog


class NotConfiguredError(ProviderError):
    """A call that came before the provider's settings."""

    def __init__(self) -> None:
        super().__init__("provider: got a call before its settings; expected Configure first.")


class ProviderServicer(provider_pb2_grpc.ResourceProviderServicer):
    """One provider instance; calls run in parallel threads."""

    def __init__(self, log: EngineLog) -> None:
        self._log = log
        self._cancelled = threading.Event()
        self._opened: Session | None = None
        self.marks_secrets = True

    @property
    def session(self) -> Session:
        """The session; only after the settings came."""
        if self._opened is None:
            raise NotConfiguredError
        return self._opened

    @override
    def Handshake(
        self, request: provider_pb2.ProviderHandshakeRequest, context: grpc.ServicerContext
    ) -> provider_pb2.ProviderHandshakeResponse:
        """Says what this provider understands."""
        del request, context
        return provider_pb2.ProviderHandshakeResponse(
            accept_secrets=True, supports_autonaming_configuration=True
        )

    @override
    def GetPluginInfo(
        self, request: empty_pb2.Empty, context: grpc.ServicerContext
    ) -> plugin_pb2.PluginInfo:
        """The version, for the engine's comparison with the SDK's."""
        del request, context
        return plugin_pb2.PluginInfo(version=plugin.version())

    @override
    def Attach(
        self, request: plugin_pb2.PluginAttach, context: grpc.ServicerContext
    ) -> empty_pb2.Empty:
        """Names the engine to a provider that was started by hand."""
        del context
        self._log.attach(request.address)
        return empty_pb2.Empty()

    @override
    def Cancel(self, request: empty_pb2.Empty, context: grpc.ServicerContext) -> empty_pb2.Empty:
        """Ends all waits; what was written by then is saved."""
        del request, context
        self._cancelled.set()
        return empty_pb2.Empty()

    @override
    @replies.answered
    def CheckConfig(
        self, request: provider_pb2.CheckRequest, context: grpc.ServicerContext
    ) -> provider_pb2.CheckResponse:
        """Refuses provider settings that the stand-in would ignore."""
        del context
        try:
            configuration.refuse_unserved(decode(request.news))
        except ProviderError as fault:
            return replies.check_failure(fault)
        return provider_pb2.CheckResponse(inputs=request.news)

    @override
    @replies.answered
    def DiffConfig(
        self, request: provider_pb2.DiffRequest, context: grpc.ServicerContext
    ) -> provider_pb2.DiffResponse:
        """Tells a new address of the same cluster from another cluster."""
        del context
        old = request.old_inputs if request.HasField("old_inputs") else request.olds
        olds, news = decode(old), decode(request.news)
        return replies.settings_difference(
            configuration.changed_settings(olds, news), configuration.moved_settings(olds, news)
        )

    @override
    @replies.answered
    def Configure(
        self, request: provider_pb2.ConfigureRequest, context: grpc.ServicerContext
    ) -> provider_pb2.ConfigureResponse:
        """Takes the settings; the cluster is first spoken to when a resource needs it."""
        del context
        settings = configuration.read(decode(request.args))
        self.marks_secrets = request.acceptSecrets
        self._opened = open_session(settings, self._log, self._cancelled)
        self._log.info(plugin.GREETING)
        return provider_pb2.ConfigureResponse(
            acceptSecrets=True, supportsPreview=True, supports_autonaming_configuration=True
        )

    @override
    @replies.answered
    def Invoke(
        self, request: provider_pb2.InvokeRequest, context: grpc.ServicerContext
    ) -> provider_pb2.InvokeResponse:
        """Refuses functions by name: they live in the official plugin's own code."""
        del context
        raise UnsupportedCallError("function", request.tok)

    @override
    @replies.answered
    def Call(
        self, request: provider_pb2.CallRequest, context: grpc.ServicerContext
    ) -> provider_pb2.CallResponse:
        """Refuses methods by name."""
        del context
        raise UnsupportedCallError("method", request.tok)

    @override
    @replies.answered
    def Construct(
        self, request: provider_pb2.ConstructRequest, context: grpc.ServicerContext
    ) -> provider_pb2.ConstructResponse:
        """Refuses charts and other components by name."""
        del context
        raise UnsupportedCallError("component", request.type)
