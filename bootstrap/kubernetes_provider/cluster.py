"""The objects of one cluster: looked up, applied, deleted."""

from __future__ import annotations

import http
import threading
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import quote

from bootstrap.kubernetes_provider.document import Document, JsonObject
from bootstrap.kubernetes_provider.errors import ApiError, FieldConflictError, Refusal
from bootstrap.kubernetes_provider.names import UnnamedError

if TYPE_CHECKING:
    from bootstrap.kubernetes_provider.connection import Connection, NoConnection, Response
    from bootstrap.kubernetes_provider.kinds import Kind
    from bootstrap.kubernetes_provider.names import Reference

_APPLY = "application/apply-patch+yaml"


@dataclass(frozen=True)
class Write:
    """How an object is applied."""

    manager: str
    force: bool = False
    dry_run: bool = False


@dataclass(frozen=True)
class Applied:
    """The object as the server keeps it, and what the server remarked."""

    live: Document
    warnings: tuple[str, ...]


class UndefinedKindError(ApiError):
    """A custom kind that no definition in the cluster brings along (yet)."""

    def __init__(self, kind: Kind) -> None:
        refusal = Refusal(404, "NotFound", f"it serves no {kind.api_version} {kind.name}")
        super().__init__("find", f"kind {kind.name}", refusal, "Apply its definition first.")


class Cluster:
    """One cluster behind a connection; the answers are plain documents."""

    def __init__(self, connection: Connection | NoConnection) -> None:
        self._connection = connection
        self._known: dict[Kind, Kind] = {}
        self._lock = threading.Lock()

    @property
    def server(self) -> str:
        """The address of the API server."""
        return self._connection.server

    def complete(self, kind: Kind) -> Kind:
        """The kind with its plural and scope, looked up in the cluster if it is a custom one."""
        if not kind.is_custom:
            return kind
        with self._lock:
            known = self._known.get(kind)
        if known is None:
            known = self._discover(kind)
            with self._lock:
                self._known[kind] = known
        return known

    def get(self, reference: Reference) -> Document | None:
        """The live object, None if there is none."""
        response = self._connection.request("GET", _path(reference))
        if response.status == http.HTTPStatus.NOT_FOUND:
            return None
        return _granted(response, "show", str(reference))

    def listed(
        self, kind: Kind, namespace: str, *, labels: str = "", fields: str = ""
    ) -> list[Document]:
        """The objects of a kind that match the selectors, in a namespace if it lives in one."""
        chosen = {"labelSelector": labels, "fieldSelector": fields}
        query = {key: value for key, value in chosen.items() if value}
        home = f"/namespaces/{quote(namespace)}" if kind.namespaced else ""
        place = f"{kind.root}{home}/{kind.plural}"
        response = self._connection.request("GET", place, query)
        return _granted(response, "list", f"{kind.name}s in {namespace or 'the cluster'}").children(
            "items"
        )

    def apply(self, reference: Reference, manifest: JsonObject, write: Write) -> Applied:
        """Server-side apply: the fields of the manifest become the manager's own."""
        query = {"fieldManager": write.manager, "fieldValidation": "Warn"}
        if write.force:
            query["force"] = "true"
        if write.dry_run:
            query["dryRun"] = "All"
        response = self._connection.request("PATCH", _path(reference), query, manifest, _APPLY)
        if response.status == http.HTTPStatus.CONFLICT:
            raise FieldConflictError(str(reference), _refusal(response))
        return Applied(_granted(response, "apply", str(reference)), response.warnings)

    def delete(self, reference: Reference, propagation: str) -> bool:
        """Starts the deletion; False if the object is gone already."""
        options: JsonObject = {"propagationPolicy": propagation}
        response = self._connection.request("DELETE", _path(reference), body=options)
        if response.status == http.HTTPStatus.NOT_FOUND:
            return False
        _granted(response, "delete", str(reference))
        return True

    def log_tail(self, pod: Reference, container: str, lines: int, *, previous: bool) -> str:
        """The last lines a container wrote, empty if they can't be had."""
        query = {"container": container, "tailLines": str(lines), "limitBytes": "4096"}
        if previous:
            query["previous"] = "true"
        response = self._connection.request("GET", f"{_path(pod)}/log", query)
        return response.text.rstrip() if response.ok else ""

    def _discover(self, kind: Kind) -> Kind:
        response = self._connection.request("GET", kind.root)
        if response.status == http.HTTPStatus.NOT_FOUND:
            raise UndefinedKindError(kind)
        for resource in _granted(response, "describe", kind.api_version).children("resources"):
            if resource.text("kind") == kind.name and "/" not in resource.text("name"):
                return replace(
                    kind, plural=resource.text("name"), namespaced=resource.flag("namespaced")
                )
        raise UndefinedKindError(kind)


def _path(reference: Reference) -> str:
    kind = reference.kind
    if not reference.name or (kind.namespaced and not reference.namespace):
        # Without a name the path would be the whole collection's: a deletion would empty it.
        raise UnnamedError("the name of one object")
    name = quote(reference.name, safe=":")
    if kind.namespaced:
        return f"{kind.root}/namespaces/{quote(reference.namespace)}/{kind.plural}/{name}"
    return f"{kind.root}/{kind.plural}/{name}"


def _granted(response: Response, action: str, subject: str) -> Document:
    if not response.ok:
        raise ApiError(action, subject, _refusal(response))
    return _document(response)


def _document(response: Response) -> Document:
    return Document(response.body if isinstance(response.body, dict) else {})


def _refusal(response: Response) -> Refusal:
    status = _document(response)
    message = status.text("message") or response.text[:300]
    return Refusal(response.status, status.text("reason"), message)
