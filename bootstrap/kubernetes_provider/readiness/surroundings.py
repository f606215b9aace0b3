"""What else in the cluster explains an object's state: its pods, events, endpoints."""

from __future__ import annotations

import http
from typing import TYPE_CHECKING, Protocol

from bootstrap.kubernetes_provider import kinds
from bootstrap.kubernetes_provider.document import Document
from bootstrap.kubernetes_provider.errors import ApiError
from bootstrap.kubernetes_provider.names import Reference

if TYPE_CHECKING:
    from bootstrap.kubernetes_provider.cluster import Cluster
    from bootstrap.kubernetes_provider.kinds import Kind

LOG_LINES = 10


class Surroundings(Protocol):
    """The look around that the readiness checks need."""

    def matching(self, kind: Kind, namespace: str, labels: dict[str, str]) -> list[Document]:
        """The objects with all of the labels."""

    def owned(self, kind: Kind, owner: Document, labels: dict[str, str]) -> list[Document]:
        """The objects with the labels that belong to the owner."""

    def warnings_about(self, document: Document) -> list[Document]:
        """The warning events about an object, oldest first."""

    def storage_class(self, name: str) -> Document:
        """A storage class, empty if there is none of that name."""

    def log_tail(self, namespace: str, pod: str, container: str) -> str:
        """The last lines of a container, of its previous run if it restarted."""


class LiveSurroundings:
    """Looks around in the cluster; what the account may not see is left out, not a failure."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster

    def matching(self, kind: Kind, namespace: str, labels: dict[str, str]) -> list[Document]:
        """The objects with all of the labels."""
        selector = ",".join(f"{key}={value}" for key, value in sorted(labels.items()))
        return self._listed(kind, namespace, labels=selector)

    def owned(self, kind: Kind, owner: Document, labels: dict[str, str]) -> list[Document]:
        """The objects with the labels that belong to the owner."""
        uid = owner.text("metadata", "uid")
        found = self.matching(kind, owner.namespace, labels)
        return [item for item in found if _belongs_to(item, uid)]

    def warnings_about(self, document: Document) -> list[Document]:
        """The warning events about an object, oldest first."""
        fields = f"involvedObject.uid={document.text('metadata', 'uid')},type=Warning"
        return sorted(
            self._listed(kinds.EVENT, document.namespace, fields=fields),
            key=lambda event: event.text("lastTimestamp") or event.text("eventTime"),
        )

    def storage_class(self, name: str) -> Document:
        """A storage class, empty if there is none of that name."""
        try:
            found = self._cluster.get(Reference(kinds.STORAGE_CLASS, "", name))
        except ApiError as fault:
            return _nothing_if_forbidden(fault)
        return found or Document({})

    def log_tail(self, namespace: str, pod: str, container: str) -> str:
        """The last lines of a container, of its previous run if it restarted."""
        reference = Reference(kinds.POD, namespace, pod)
        for previous in (True, False):
            if text := self._cluster.log_tail(reference, container, LOG_LINES, previous=previous):
                return text
        return ""

    def _listed(
        self, kind: Kind, namespace: str, *, labels: str = "", fields: str = ""
    ) -> list[Document]:
        try:
            return self._cluster.listed(kind, namespace, labels=labels, fields=fields)
        except ApiError as fault:
            return _nothing_if_forbidden(fault).children("items")


def _belongs_to(item: Document, uid: str) -> bool:
    return any(owner.text("uid") == uid for owner in item.children("metadata", "ownerReferences"))


def _nothing_if_forbidden(fault: ApiError) -> Document:
    if fault.status != http.HTTPStatus.FORBIDDEN:
        raise fault
    return Document({})
