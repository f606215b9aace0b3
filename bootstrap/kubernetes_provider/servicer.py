"""The engine's calls about resources, each handed to the module that knows the matter."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from google.protobuf import empty_pb2
from pulumi.runtime.proto import provider_pb2
from typing_extensions import override

from bootstrap.kubernetes_provider import (
    apply,
    checking,
    deletion,
    diff,
    kinds,
    preview,
    reading,
    replies,
    state,
)
from bootstrap.kubernetes_provider.errors import NotReadyError, ProviderError
from bootstrap.kubernetes_provider.names import Naming, place_object
from bootstrap.kubernetes_provider.operation import Operation
from bootstrap.kubernetes_provider.provider_servicer import ProviderServicer
from bootstrap.kubernetes_provider.urns import name_of, type_of
from bootstrap.kubernetes_provider.wire import Properties, decode, encode

if TYPE_CHECKING:
    import grpc
    from google.protobuf.struct_pb2 import Struct

    from bootstrap.kubernetes_provider.document import Document

_Autonaming = provider_pb2.CheckRequest.AutonamingOptions


class Servicer(ProviderServicer):
    """The provider with its resources."""

    @override
    @replies.answered
    def Check(
        self, request: provider_pb2.CheckRequest, context: grpc.ServicerContext
    ) -> provider_pb2.CheckResponse:
        """Completes and refuses inputs."""
        del context
        olds = decode(request.olds) if request.HasField("olds") else None
        naming = Naming(
            resource=name_of(request),
            seed=request.randomSeed,
            proposed=request.autonaming.proposed_name,
            forbidden=request.autonaming.mode == _Autonaming.DISABLE,
        )
        try:
            kind = kinds.resolve(type_of(request))
            found = checking.checked(self.session, kind, decode(request.news), olds, naming)
        except ProviderError as fault:
            return replies.check_failure(fault)
        return provider_pb2.CheckResponse(inputs=self._encoded(found))

    @override
    @replies.answered
    def Diff(
        self, request: provider_pb2.DiffRequest, context: grpc.ServicerContext
    ) -> provider_pb2.DiffResponse:
        """Compares the inputs; drift is in the old ones already, by the engine's refresh."""
        del context
        kind = kinds.resolve(type_of(request))
        olds, news = decode(request.old_inputs), decode(request.news)
        found = diff.compare(kind, olds.tree, news.tree, self.session.settings.mutable)
        return replies.difference(found)

    @override
    @replies.answered
    def Create(
        self, request: provider_pb2.CreateRequest, context: grpc.ServicerContext
    ) -> provider_pb2.CreateResponse:
        """Makes the object and waits for it, or previews that."""
        del context
        operation = self._placed(
            Operation(
                urn=request.urn,
                kind=kinds.resolve(type_of(request)),
                inputs=decode(request.properties),
                timeout=request.timeout,
            ),
            preview=request.preview,
        )
        with operation.redacting():
            if request.preview:
                planned = preview.of_creation(self.session, operation)
                return provider_pb2.CreateResponse(properties=self._encoded(planned))
            live = apply.create(self.session, operation)
        outputs = self._awaited(operation, live)
        return provider_pb2.CreateResponse(id=operation.reference.id, properties=outputs)

    @override
    @replies.answered
    def Update(
        self, request: provider_pb2.UpdateRequest, context: grpc.ServicerContext
    ) -> provider_pb2.UpdateResponse:
        """Changes the object and waits for it, or previews that."""
        del context
        operation = self._placed(
            Operation(
                urn=request.urn,
                kind=kinds.resolve(type_of(request)),
                inputs=decode(request.news),
                state=decode(request.olds),
                timeout=request.timeout,
                ignored=tuple(request.ignoreChanges),
            ),
            preview=request.preview,
        )
        with operation.redacting():
            if request.preview:
                planned = preview.of_update(self.session, operation)
                return provider_pb2.UpdateResponse(properties=self._encoded(planned))
            live = apply.update(self.session, operation)
        outputs = self._awaited(operation, live)
        return provider_pb2.UpdateResponse(properties=outputs)

    @override
    @replies.answered
    def Read(
        self, request: provider_pb2.ReadRequest, context: grpc.ServicerContext
    ) -> provider_pb2.ReadResponse:
        """The object as it is; without an id in the answer it is gone."""
        del context
        operation = Operation(
            urn=request.urn,
            kind=kinds.resolve(type_of(request)),
            inputs=decode(request.inputs),
            state=decode(request.properties),
        )
        found = reading.read(self.session, operation, request.id)
        if found is None:
            return provider_pb2.ReadResponse()
        answer = provider_pb2.ReadResponse(
            id=found.id,
            properties=self._encoded(found.outputs),
            inputs=self._encoded(found.inputs),
        )
        if found.reasons:
            raise replies.UnfinishedError(
                answer.id, answer.properties, answer.inputs, found.reasons
            )
        return answer

    @override
    @replies.answered
    def Delete(
        self, request: provider_pb2.DeleteRequest, context: grpc.ServicerContext
    ) -> empty_pb2.Empty:
        """Deletes the object and waits until it is gone."""
        del context
        operation = Operation(
            urn=request.urn,
            kind=kinds.resolve(type_of(request)),
            inputs=decode(request.old_inputs),
            state=decode(request.properties),
            timeout=request.timeout,
        )
        deletion.delete(self.session, operation, request.id)
        return empty_pb2.Empty()

    def _placed(self, operation: Operation, *, preview: bool) -> Operation:
        """The operation with its kind looked up; an update waits for a definition just applied."""
        try:
            kind = self.session.complete(operation.kind, patient=not preview)
        except ProviderError:
            if not preview:
                raise
            # The cluster or the definition is made by the same update.
            return operation
        inputs = place_object(operation.inputs, kind, self.session.namespace)
        return replace(operation, kind=kind, inputs=inputs)

    def _awaited(self, operation: Operation, live: Document) -> Struct:
        """The outputs of the object once it is ready; whatever happens, the object is saved."""
        try:
            ready = apply.wait(self.session, operation, live)
        except ProviderError as fault:
            reasons = fault.reasons if isinstance(fault, NotReadyError) else (str(fault),)
            latest = self._latest(operation) or live
            raise replies.UnfinishedError(
                operation.reference.id,
                self._outputs(operation, latest),
                self._encoded(operation.inputs),
                tuple(operation.redact(reason) for reason in reasons),
            ) from fault
        return self._outputs(operation, ready)

    def _latest(self, operation: Operation) -> Document | None:
        try:
            return self.session.cluster.get(operation.reference)
        except ProviderError:
            return None

    def _outputs(self, operation: Operation, live: Document) -> Struct:
        manager = apply.manager_of(operation)
        return self._encoded(state.outputs(operation.kind, operation.inputs, live, manager))

    def _encoded(self, properties: Properties) -> Struct:
        return encode(properties, mark_secrets=self.marks_secrets)
