"""What a create or update would lead to, as far as it can be known beforehand."""

from __future__ import annotations

import http
from typing import TYPE_CHECKING

from bootstrap.kubernetes_provider import apply, state
from bootstrap.kubernetes_provider.cluster import UndefinedKindError
from bootstrap.kubernetes_provider.errors import ApiError, UnreachableError

if TYPE_CHECKING:
    from bootstrap.kubernetes_provider.document import Document
    from bootstrap.kubernetes_provider.operation import Operation
    from bootstrap.kubernetes_provider.session import Session
    from bootstrap.kubernetes_provider.wire import Properties


def of_creation(session: Session, operation: Operation) -> Properties:
    """The outputs of a new object, by a dry run where the server can do one."""
    live = _tried(session, operation, creating=True)
    return state.planned(
        operation.kind, operation.inputs, live or operation.document, apply.manager_of(operation)
    )


def of_update(session: Session, operation: Operation) -> Properties:
    """The outputs of a changed object, by a dry run where the server can do one."""
    live = _tried(session, operation, creating=False)
    manager = apply.manager_of(operation)
    if live is None:
        return state.planned(operation.kind, operation.inputs, operation.document, manager)
    return state.planned_update(operation.kind, operation.inputs, live, manager)


def _tried(session: Session, operation: Operation, *, creating: bool) -> Document | None:
    """The result of a dry run, None where none can be made."""
    if operation.inputs.has_unknowns or operation.kind.is_custom:
        return None
    try:
        if creating and apply.finds_own(session, operation, apply.manager_of(operation)):
            # To be replaced: a dry run would try to change what can't change in place.
            return None
        return apply.dry_run(session, operation)
    except (UnreachableError, UndefinedKindError) as fault:
        session.engine.warn(f"previewed without the cluster: {fault}", operation.urn)
    except ApiError as fault:
        if not _only_the_preview_fails(fault):
            raise
        if fault.status == http.HTTPStatus.FORBIDDEN:
            said = operation.redact(str(fault))
            session.engine.warn(f"previewed without a dry run: {said}", operation.urn)
    return None


def _only_the_preview_fails(fault: ApiError) -> bool:
    """Whether the update may succeed although its dry run is refused."""
    if fault.status in {http.HTTPStatus.NOT_FOUND, http.HTTPStatus.FORBIDDEN}:
        # The namespace is made by the same update, or a role or quota is.
        return True
    return "does not support dry run" in fault.refusal.message
