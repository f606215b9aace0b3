"""Deleting an object and waiting until it is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bootstrap.kubernetes_provider import kinds
from bootstrap.kubernetes_provider.cluster import UndefinedKindError
from bootstrap.kubernetes_provider.errors import (
    InterruptedWaitError,
    StillThereError,
    UnreachableError,
    UnsupportedSettingError,
)
from bootstrap.kubernetes_provider.names import Reference

if TYPE_CHECKING:
    from bootstrap.kubernetes_provider.document import Document
    from bootstrap.kubernetes_provider.operation import Operation
    from bootstrap.kubernetes_provider.session import Session

PROPAGATION = "pulumi.com/deletionPropagationPolicy"
_WAITS_FOR = {"foregroundDeletion": "waiting for the objects it owns"}
_POLICIES = {"foreground": "Foreground", "background": "Background", "orphan": "Orphan"}
_FIRST_PAUSE = 0.2
_LONGEST_PAUSE = 2.0


def delete(session: Session, operation: Operation, identifier: str) -> None:
    """Deletes the object; one that is gone is fine, one that can't be reached may be dropped."""
    try:
        kind = session.complete(operation.kind)
        reference = Reference.from_id(kind, identifier, session.namespace)
        if session.cluster.delete(reference, propagation_of(operation.document)):
            wait_until_gone(session, operation, reference)
    except UndefinedKindError:
        # The kind's definition is gone, and all of its objects with it.
        return
    except UnreachableError as fault:
        if not session.settings.delete_unreachable:
            raise
        session.engine.warn(
            f"{operation.kind.name} {identifier} dropped from the state without deleting it: no "
            f"answer from {fault.server} ({fault.reason}), and `deleteUnreachable` is set",
            operation.urn,
        )


def propagation_of(document: Document) -> str:
    """How dependents are deleted: before the object, unless an annotation says otherwise."""
    chosen = document.annotations.get(PROPAGATION, "foreground")
    if chosen.lower() not in _POLICIES:
        place = f"metadata.annotations[{PROPAGATION!r}]"
        raise UnsupportedSettingError(place, chosen, f"one of {', '.join(_POLICIES)}")
    return _POLICIES[chosen.lower()]


def wait_until_gone(session: Session, operation: Operation, reference: Reference) -> None:
    """Waits for the end of a deletion, telling what holds it up."""
    pace = session.pace
    started, pause, told, uid = pace.now(), _FIRST_PAUSE, "", ""
    while live := session.cluster.get(reference):
        uid = uid or live.text("metadata", "uid")
        if live.text("metadata", "uid") != uid:
            # Somebody made a new one of the same name: ours is gone.
            return
        holders = _holders(live)
        if pace.now() - started >= operation.seconds:
            raise StillThereError(str(reference), operation.seconds, holders)
        if (message := "; ".join(holders) or "waiting for its deletion") != told:
            session.engine.progress(message, operation.urn)
            told = message
        if pace.sleep(pause):
            raise InterruptedWaitError(str(reference), "its deletion")
        pause = min(pause * 1.5, _LONGEST_PAUSE)


def _holders(live: Document) -> list[str]:
    """What keeps a deleted object in the cluster."""
    finalizers = live.at("metadata", "finalizers")
    names = finalizers if isinstance(finalizers, list) else []
    held = [_WAITS_FOR.get(str(name), f"finalizer {name}") for name in names]
    if live.text("kind") == kinds.NAMESPACE.name:
        held += [
            condition.text("message")
            for condition in live.children("status", "conditions")
            if condition.text("status") == "True" and condition.text("message")
        ]
    return held
