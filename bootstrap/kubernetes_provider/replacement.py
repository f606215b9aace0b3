"""Fields that can't change in place: a change of one replaces the object.

The table follows the official plugin, so that a stack behaves alike under both: what the API server
refuses to change, and the data of ConfigMaps and Secrets, which running pods would not notice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bootstrap.kubernetes_provider import kinds

if TYPE_CHECKING:
    from bootstrap.kubernetes_provider.document import Document
    from bootstrap.kubernetes_provider.kinds import Kind

Field = tuple[str, ...]

_IDENTITY: tuple[Field, ...] = (("metadata", "name"), ("metadata", "namespace"))

_FIXED: dict[Kind, tuple[Field, ...]] = {
    kinds.DEPLOYMENT: (("spec", "selector"),),
    kinds.DAEMON_SET: (("spec", "selector"),),
    kinds.STATEFUL_SET: (
        ("spec", "podManagementPolicy"),
        ("spec", "selector"),
        ("spec", "serviceName"),
        ("spec", "volumeClaimTemplates"),
    ),
    kinds.JOB: (
        ("spec", "completions"),
        ("spec", "parallelism"),
        ("spec", "selector"),
        ("spec", "template"),
    ),
    kinds.ROLE_BINDING: (("roleRef",),),
    kinds.CLUSTER_ROLE_BINDING: (("roleRef",),),
    kinds.STORAGE_CLASS: (
        ("parameters",),
        ("provisioner",),
        ("reclaimPolicy",),
        ("volumeBindingMode",),
    ),
    kinds.VOLUME_CLAIM: (
        ("spec", "accessModes"),
        ("spec", "selector"),
        ("spec", "storageClassName"),
        ("spec", "volumeMode"),
        ("spec", "volumeName"),
    ),
    kinds.SERVICE: (("spec", "clusterIP"),),
    kinds.RESOURCE_QUOTA: (("spec", "scopes"),),
}

_DATA: dict[Kind, tuple[Field, ...]] = {
    kinds.CONFIG_MAP: (("data",), ("binaryData",)),
    kinds.SECRET: (("data",), ("stringData",)),
}

_SECRET_TYPE: Field = ("type",)

_CHANGEABLE_IN_POD: tuple[Field, ...] = (
    ("activeDeadlineSeconds",),
    ("tolerations",),
    ("containers", "image"),
    ("initContainers", "image"),
)


@dataclass(frozen=True)
class Mutability:
    """Whether the provider's settings let data change in place."""

    config_maps: bool = False
    secrets: bool = False


def forces_replacement(kind: Kind, field: Field, document: Document, allowed: Mutability) -> bool:
    """Whether a change of the field (list positions left out) replaces the object."""
    if _under_any(field, _IDENTITY) or _under_any(field, _FIXED.get(kind, ())):
        return True
    if kind == kinds.SECRET and field == _SECRET_TYPE:
        return True
    if kind == kinds.POD:
        return field[0] == "spec" and not _under_any(field[1:], _CHANGEABLE_IN_POD)
    if not _under_any(field, _DATA.get(kind, ())):
        return False
    mutable = allowed.config_maps if kind == kinds.CONFIG_MAP else allowed.secrets
    return document.flag("immutable") or not mutable


def _under_any(field: Field, parents: tuple[Field, ...]) -> bool:
    return any(field[: len(parent)] == parent for parent in parents)
