"""Reading an object: for a refresh, an import, or a look-up by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bootstrap.kubernetes_provider import apply, drift, ownership, secrecy, state
from bootstrap.kubernetes_provider.cluster import UndefinedKindError
from bootstrap.kubernetes_provider.document import Document, JsonObject, copy_of, with_value
from bootstrap.kubernetes_provider.document import without as removed
from bootstrap.kubernetes_provider.errors import UnreachableError
from bootstrap.kubernetes_provider.names import Reference
from bootstrap.kubernetes_provider.readiness.wait import at_once
from bootstrap.kubernetes_provider.wire import Properties

if TYPE_CHECKING:
    from bootstrap.kubernetes_provider.operation import Operation
    from bootstrap.kubernetes_provider.session import Session

_LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"
_SET_BY_SERVER = (
    "creationTimestamp", "deletionTimestamp", "generation", "managedFields", "resourceVersion",
    "selfLink", "uid",
)  # fmt: skip
_SERVER_ANNOTATIONS = (_LAST_APPLIED, "deployment.kubernetes.io/revision")


@dataclass(frozen=True)
class Reading:
    """An object as it is now, and why it isn't ready if it isn't."""

    id: str
    inputs: Properties
    outputs: Properties
    reasons: tuple[str, ...]


def read(session: Session, operation: Operation, identifier: str) -> Reading | None:
    """The object of the id, None if there is none (or no cluster that could have it)."""
    try:
        kind = session.complete(operation.kind)
        reference = Reference.from_id(kind, identifier, session.namespace)
        live = session.cluster.get(reference)
    except UndefinedKindError:
        return None
    except UnreachableError as fault:
        if not session.settings.delete_unreachable:
            raise
        session.engine.warn(
            f"{operation.kind.name} {identifier} dropped from the state: no answer from "
            f"{fault.server} ({fault.reason}), and `deleteUnreachable` is set",
            operation.urn,
        )
        return None
    if live is None:
        return None
    known = bool(operation.inputs.tree)
    found = (
        drift.observed(operation.kind, operation.inputs.tree, live)
        if known
        else adopted_inputs(operation, live)
    )
    inputs = secrecy.mark_by_kind(operation.kind, Properties(found, operation.inputs.secrets))
    outputs = state.outputs(operation.kind, inputs, live, state.field_manager(operation.state))
    reasons = _reasons(session, operation, live) if known else ()
    return Reading(reference.id, inputs, outputs, reasons)


def adopted_inputs(operation: Operation, live: Document) -> JsonObject:
    """The inputs a program would have to state for an object that it didn't make.

    What was applied is known exactly; of an object made in another way the server's defaults can't
    be told from its maker's choices, so all of it counts.
    """
    applied = ownership.applied_fields(live) or _stripped(live)
    metadata: JsonObject = {"name": live.name}
    if live.namespace:
        metadata["namespace"] = live.namespace
    return {
        **applied,
        "apiVersion": live.text("apiVersion") or operation.kind.api_version,
        "kind": live.text("kind") or operation.kind.name,
        "metadata": {**Document(applied).child("metadata").root, **metadata},
    }


def _stripped(live: Document) -> JsonObject:
    tree = removed(copy_of(live.root), ("status",))
    for name in _SET_BY_SERVER:
        tree = removed(tree, ("metadata", name))
    annotations: JsonObject = {
        key: value for key, value in live.annotations.items() if key not in _SERVER_ANNOTATIONS
    }
    if annotations:
        return with_value(tree, ("metadata", "annotations"), annotations)
    return removed(tree, ("metadata", "annotations"))


def _reasons(session: Session, operation: Operation, live: Document) -> tuple[str, ...]:
    watched = apply.watch(session, operation, live)
    return at_once(watched, live) if watched else ()
