"""What Azure's templates call the types and properties of the azure-native SDK."""

import json
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from slipway.stacks.export.errors import UnlistedTypeError

TABLE = Path(__file__).with_name("arm_types.json")


@dataclass(frozen=True, kw_only=True)
class ArmType:
    """One resource type of a template."""

    type: str
    """E.g. ``Microsoft.Storage/storageAccounts/blobServices``."""
    api_version: str
    names: tuple[str, ...]
    """The inputs that make up the name, the parent's first; ``=default`` is a fixed part."""
    rename: dict[str, str] = field(default_factory=dict)
    inner: frozenset[str] = frozenset()
    """Inputs that belong into ``properties`` although their names usually stand beside it."""


@dataclass(frozen=True, kw_only=True)
class Layout:
    """What holds for every type."""

    top: frozenset[str]
    """Inputs that stand beside ``properties``."""
    scopes: frozenset[str]
    """Inputs that say which other resource an extension belongs to."""
    rename: dict[str, str]
    wrapped: dict[str, frozenset[str]]
    """By namespace: blocks whose fields but id and name are in ``properties`` of their own."""


def arm_type(kind: str) -> ArmType:
    """The template's type of a Pulumi token.

    Raises:
        UnlistedTypeError: The table doesn't know it.
    """
    found = _table()["types"].get(kind)
    if found is None:
        raise UnlistedTypeError(kind, TABLE.name)
    return ArmType(
        type=found["type"],
        api_version=found["apiVersion"],
        names=tuple(found["names"]),
        rename=found.get("rename", {}),
        inner=frozenset(found.get("inner", ())),
    )


@cache
def layout() -> Layout:
    """The places of properties that all types share."""
    table = _table()
    return Layout(
        top=frozenset(table["top"]),
        scopes=frozenset(table["scopes"]),
        rename=table["rename"],
        wrapped={key: frozenset(names) for key, names in table["wrapped"].items()},
    )


@cache
def _table() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(TABLE.read_text(encoding="utf-8"))
    return found
