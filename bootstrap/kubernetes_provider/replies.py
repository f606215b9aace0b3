"""Faults and answers as the engine's protocol wants them."""

from __future__ import annotations

import functools
import sys
import traceback
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import grpc
from google.protobuf import any_pb2
from pulumi.runtime.proto import provider_pb2, status_pb2

from bootstrap.kubernetes_provider.errors import ProviderError

if TYPE_CHECKING:
    from google.protobuf.struct_pb2 import Struct

    from bootstrap.kubernetes_provider.diff import Difference

Request = TypeVar("Request")
Reply = TypeVar("Reply")
Servicer = TypeVar("Servicer")
_Method = Callable[[Servicer, Request, grpc.ServicerContext], Reply]

_DETAILS = "grpc-status-details-bin"


class UnfinishedError(Exception):
    """An object that was written but isn't ready: the engine saves it and tries again next time."""

    def __init__(
        self, identifier: str, state: Struct, inputs: Struct, reasons: tuple[str, ...]
    ) -> None:
        super().__init__("; ".join(reasons))
        self.detail = provider_pb2.ErrorResourceInitFailed(
            id=identifier, properties=state, inputs=inputs, reasons=reasons
        )


class _RichStatus(NamedTuple):
    code: grpc.StatusCode
    details: str
    trailing_metadata: tuple[tuple[str, bytes], ...]


def answered(method: _Method[Servicer, Request, Reply]) -> _Method[Servicer, Request, Reply]:
    """Turns our faults into the engine's: a sentence for the user, never a stack trace."""

    @functools.wraps(method)
    def call(servicer: Servicer, request: Request, context: grpc.ServicerContext) -> Reply:
        try:
            return method(servicer, request, context)
        except UnfinishedError as fault:
            context.abort_with_status(_status(fault))
            raise
        except ProviderError as fault:
            # A code that tells the engine that nothing is left half done.
            context.abort(grpc.StatusCode.FAILED_PRECONDITION, str(fault))
            raise
        except Exception as fault:
            traceback.print_exc(file=sys.stderr)
            message = f"the Kubernetes stand-in failed: {type(fault).__name__}: {fault}"
            context.abort(grpc.StatusCode.UNKNOWN, message)
            raise

    return call


def _status(fault: UnfinishedError) -> _RichStatus:
    detail = any_pb2.Any()
    detail.Pack(fault.detail)
    code = grpc.StatusCode.UNKNOWN
    status = status_pb2.Status(code=code.value[0], message=str(fault), details=[detail])
    return _RichStatus(code, str(fault), ((_DETAILS, status.SerializeToString()),))


def check_failure(fault: ProviderError) -> provider_pb2.CheckResponse:
    """A fault of the inputs, shown beside the resource."""
    return provider_pb2.CheckResponse(failures=[provider_pb2.CheckFailure(reason=str(fault))])


def difference(found: Difference) -> provider_pb2.DiffResponse:
    """The engine's form of a difference of inputs."""
    response = provider_pb2.DiffResponse(
        changes=provider_pb2.DiffResponse.DIFF_NONE, hasDetailedDiff=True
    )
    if not found.changes:
        return response
    response.changes = provider_pb2.DiffResponse.DIFF_SOME
    response.deleteBeforeReplace = found.replaces and found.delete_first
    response.diffs.extend(sorted({str(change.path[0]) for change in found.changes}))
    for change in found.changes:
        kind = change.operation.value + ("_REPLACE" if change.replaces else "")
        response.detailedDiff[change.key].CopyFrom(
            provider_pb2.PropertyDiff(
                kind=provider_pb2.PropertyDiff.Kind.Value(kind), inputDiff=True
            )
        )
        if change.replaces:
            response.replaces.append(change.key)
    return response


def settings_difference(
    changed: tuple[str, ...], moved: tuple[str, ...]
) -> provider_pb2.DiffResponse:
    """The engine's form of changed provider settings."""
    response = provider_pb2.DiffResponse(diffs=changed, replaces=moved)
    response.changes = (
        provider_pb2.DiffResponse.DIFF_SOME if changed else provider_pb2.DiffResponse.DIFF_NONE
    )
    return response
