"""What is kept in Pulumi's state of an object: the live object and the bookkeeping beside it.

The bookkeeping keys are the official plugin's, so that a stack can move between the two.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bootstrap.kubernetes_provider import kinds, schema_keys, secrecy
from bootstrap.kubernetes_provider.document import (
    Document,
    JsonObject,
    Path,
    copy_of,
    value_at,
    with_value,
    without,
)
from bootstrap.kubernetes_provider.wire import UNKNOWN, Properties

if TYPE_CHECKING:
    from bootstrap.kubernetes_provider.kinds import Kind

INPUTS = "__inputs"
API_VERSION = "__initialApiVersion"
FIELD_MANAGER = "__fieldManager"

_MANAGED_FIELDS: Path = ("metadata", "managedFields")

_ASSIGNED: tuple[Path, ...] = (
    ("metadata", "uid"),
    ("metadata", "resourceVersion"),
    ("metadata", "creationTimestamp"),
    ("metadata", "generation"),
    ("status",),
)
_ASSIGNED_TO: dict[Kind, tuple[Path, ...]] = {
    kinds.SERVICE: (
        ("spec", "clusterIP"),
        ("spec", "clusterIPs"),
        ("spec", "healthCheckNodePort"),
    ),
    kinds.VOLUME_CLAIM: (("spec", "volumeName"),),
}
_CHANGED_BY_UPDATE: tuple[Path, ...] = (
    ("metadata", "resourceVersion"),
    ("metadata", "generation"),
)


def outputs(kind: Kind, inputs: Properties, live: Document, manager: str) -> Properties:
    """The outputs of a resource, with the secrets of its inputs marked."""
    tree = schema_keys.to_program(kind, without(live.root, _MANAGED_FIELDS))
    marked = secrecy.carry_over(kind, inputs, tree)
    booked = secrecy.mark_by_kind(kind, inputs)
    kept = {
        INPUTS: copy_of(booked.tree),
        API_VERSION: inputs.tree.get("apiVersion", kind.api_version),
        FIELD_MANAGER: manager,
    }
    book_secrets = {(INPUTS, *path) for path in booked.secrets}
    return Properties({**marked.tree, **kept}, marked.secrets | book_secrets)


def planned(kind: Kind, inputs: Properties, live: Document, manager: str) -> Properties:
    """The outputs of an object that a preview would make; what the server assigns is unknown."""
    tree: JsonObject = live.root
    for path in (*_ASSIGNED, *_ASSIGNED_TO.get(kind, ())):
        if value_at(inputs.tree, path) is None:
            tree = with_value(tree, path, UNKNOWN)
    if kind == kinds.SERVICE:
        tree = _unknown_node_ports(inputs, tree)
    return outputs(kind, inputs, Document(tree), manager)


def planned_update(kind: Kind, inputs: Properties, live: Document, manager: str) -> Properties:
    """The outputs of an object that a preview would change."""
    tree = live.root
    for path in _CHANGED_BY_UPDATE:
        tree = with_value(tree, path, UNKNOWN)
    return outputs(kind, inputs, Document(tree), manager)


def field_manager(state: Properties) -> str:
    """The manager name that wrote the object, empty for one that was imported."""
    return Document(state.tree).text(FIELD_MANAGER)


def _unknown_node_ports(inputs: Properties, tree: JsonObject) -> JsonObject:
    # A dry run draws a port from the range that the real creation won't draw again.
    if Document(inputs.tree).text("spec", "type") not in {"NodePort", "LoadBalancer"}:
        return tree
    for index, port in enumerate(Document(inputs.tree).children("spec", "ports")):
        if port.at("nodePort") is None:
            tree = with_value(tree, ("spec", "ports", index, "nodePort"), UNKNOWN)
    return tree
