"""Creating and updating by server-side apply, and the preview of both by a dry run."""

from __future__ import annotations

import hashlib
import http
from typing import TYPE_CHECKING

from bootstrap.kubernetes_provider import deletion, ignoring, kinds, ownership, schema_keys
from bootstrap.kubernetes_provider.cluster import Applied, Write
from bootstrap.kubernetes_provider.document import Document, copy_of
from bootstrap.kubernetes_provider.errors import AlreadyExistsError, ApiError, ProviderError
from bootstrap.kubernetes_provider.readiness.checks import check_for
from bootstrap.kubernetes_provider.readiness.wait import Watched, until_ready
from bootstrap.kubernetes_provider.state import field_manager

if TYPE_CHECKING:
    from bootstrap.kubernetes_provider.document import JsonObject
    from bootstrap.kubernetes_provider.operation import Operation
    from bootstrap.kubernetes_provider.session import Session

FORCE = "pulumi.com/patchForce"
MANAGER = "pulumi.com/patchFieldManager"
_PREFIX = "pulumi-kubernetes-"
_ACCOUNT_SECONDS = 30.0


def manager_of(operation: Operation) -> str:
    """The field manager of a resource: the program's, the state's, or one of its own.

    Our own is derived from the URN, so that an object whose creation was interrupted before it
    reached the state is known again as the resource's own.
    """
    chosen = operation.document.annotations.get(MANAGER) or field_manager(operation.state)
    return chosen or _PREFIX + hashlib.sha256(operation.urn.encode()).hexdigest()[:8]


def create(session: Session, operation: Operation) -> Document:
    """The new object, not yet ready."""
    manager = manager_of(operation)
    existing = session.cluster.get(operation.reference)
    if existing and is_leaving(existing):
        # Left behind by an interrupted run; its name is free in a moment.
        deletion.wait_until_gone(session, operation, operation.reference)
    if finds_own(session, operation, manager):
        session.engine.warn(
            f"{operation.reference} was made by an interrupted run of this resource; taken over",
            operation.urn,
        )
    write = Write(manager, force=_may_force(session, operation))
    return _noted(session, operation, _patiently(session, operation, write))


def update(session: Session, operation: Operation) -> Document:
    """The changed object, not yet ready."""
    write = Write(manager_of(operation), force=_may_force(session, operation))
    live = session.cluster.get(operation.reference) if operation.ignored else None
    applied = session.cluster.apply(
        operation.reference, manifest_of(operation, live, write.manager), write
    )
    return _noted(session, operation, applied)


def dry_run(session: Session, operation: Operation) -> Document:
    """What the server would make of the inputs; nothing is written."""
    manager = manager_of(operation)
    live = session.cluster.get(operation.reference)
    force = live is None or _may_force(session, operation)
    write = Write(manager, force=force, dry_run=True)
    applied = session.cluster.apply(
        operation.reference, manifest_of(operation, live, manager), write
    )
    return _noted(session, operation, applied)


def finds_own(session: Session, operation: Operation, manager: str) -> bool:
    """Whether the object is there and this resource made it; anybody else's is refused."""
    existing = session.cluster.get(operation.reference)
    if existing is None or is_leaving(existing) or session.settings.upsert:
        return False
    if not ownership.applied_by(existing, manager):
        raise AlreadyExistsError(str(operation.reference), ownership.managers(existing))
    return True


def is_leaving(live: Document) -> bool:
    """Whether the object is being deleted."""
    return bool(live.text("metadata", "deletionTimestamp"))


def wait(session: Session, operation: Operation, live: Document) -> Document:
    """The object once it is ready, with its progress shown beside the resource."""
    if watched := watch(session, operation, live):
        return until_ready(watched, live, operation.seconds, session.pace)
    return live


def watch(session: Session, operation: Operation, live: Document) -> Watched | None:
    """How to follow the object, None if nothing is waited for."""
    check = check_for(operation.kind, live)
    if check is None:
        return None
    return Watched(
        reference=operation.reference,
        check=check,
        look=lambda: session.cluster.get(operation.reference),
        around=session.around,
        report=lambda message: session.engine.progress(operation.redact(message), operation.urn),
    )


def manifest_of(operation: Operation, live: Document | None, manager: str) -> JsonObject:
    """What is sent to the server: the inputs in the API's own spelling."""
    tree = schema_keys.to_api(operation.kind, copy_of(operation.inputs.tree))
    return ignoring.without(tree, operation.ignored, live, manager)


def _may_force(session: Session, operation: Operation) -> bool:
    annotated = operation.document.annotations.get(FORCE) == "true"
    return annotated or session.settings.patch_force


def _patiently(session: Session, operation: Operation, write: Write) -> Applied:
    """Applies; a bare pod waits for the account that a new namespace gets a moment later."""
    pace = session.pace
    started = pace.now()
    manifest = manifest_of(operation, None, write.manager)
    while True:
        try:
            return session.cluster.apply(operation.reference, manifest, write)
        except ApiError as fault:
            if not _lacks_account(operation, fault) or pace.now() - started >= _ACCOUNT_SECONDS:
                raise
        if pace.sleep(1.0):
            raise ProviderError(f"{operation.reference}: interrupted before it was created")


def _lacks_account(operation: Operation, fault: ApiError) -> bool:
    return (
        operation.kind == kinds.POD
        and fault.status == http.HTTPStatus.FORBIDDEN
        and "error looking up service account" in fault.refusal.message
    )


def _noted(session: Session, operation: Operation, applied: Applied) -> Document:
    for warning in applied.warnings:
        if not (session.settings.quiet_deprecations and "deprecated" in warning):
            session.engine.warn(operation.redact(warning), operation.urn)
    return applied.live
