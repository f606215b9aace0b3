"""The check of a resource's inputs: completes what the program may leave out, refuses the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bootstrap.kubernetes_provider import apply, deletion, operation, secrecy
from bootstrap.kubernetes_provider.document import Document
from bootstrap.kubernetes_provider.errors import ApiError, UnreachableError, UnsupportedSettingError
from bootstrap.kubernetes_provider.names import AUTONAMED, Naming, name_object, place_object
from bootstrap.kubernetes_provider.readiness.checks import SKIP
from bootstrap.kubernetes_provider.wire import Properties, is_unknown

if TYPE_CHECKING:
    from bootstrap.kubernetes_provider.kinds import Kind
    from bootstrap.kubernetes_provider.session import Session

_OURS = "pulumi.com/"
_UNDERSTOOD = (
    AUTONAMED, SKIP, operation.TIMEOUT, deletion.PROPAGATION, apply.FORCE, apply.MANAGER,
)  # fmt: skip


def checked(
    session: Session, kind: Kind, news: Properties, olds: Properties | None, naming: Naming
) -> Properties:
    """The inputs with kind, name and namespace filled in and the kind's secrets marked."""
    refuse_foreign_kind(kind, news)
    refuse_unserved_annotations(Document(news.tree))
    tree = {"apiVersion": kind.api_version, "kind": kind.name, **news.tree}
    named = name_object(Properties(tree, news.secrets), olds, naming)
    placed = place_object(named, _complete(session, kind), session.namespace)
    return secrecy.mark_by_kind(kind, placed)


def refuse_foreign_kind(kind: Kind, news: Properties) -> None:
    """Refuses a manifest that says another kind than the resource's type."""
    document = Document(news.tree)
    for field, expected in (("apiVersion", kind.api_version), ("kind", kind.name)):
        stated = document.text(field)
        if stated and stated != expected and not is_unknown(stated):
            raise UnsupportedSettingError(field, stated, f"{expected}, as the resource's type says")


def refuse_unserved_annotations(document: Document) -> None:
    """Refuses annotations of the official plugin that would be ignored silently here."""
    for name, value in document.annotations.items():
        if name.startswith(_OURS) and name not in _UNDERSTOOD:
            place = f"metadata.annotations[{name!r}]"
            raise UnsupportedSettingError(place, value, f"one of {', '.join(_UNDERSTOOD)}")
    deletion.propagation_of(document)
    seconds = document.annotations.get(operation.TIMEOUT, "1")
    if not seconds.isdigit() and not is_unknown(seconds):
        place = f"metadata.annotations[{operation.TIMEOUT!r}]"
        raise UnsupportedSettingError(place, seconds, "whole seconds")


def _complete(session: Session, kind: Kind) -> Kind:
    """The kind with its scope, or as it is while the cluster can't tell."""
    try:
        return session.complete(kind)
    except (UnreachableError, ApiError):
        return kind
