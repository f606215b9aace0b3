"""Keys of custom resource schemas that Pulumi spells with underscores and the API with dashes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bootstrap.kubernetes_provider import kinds

if TYPE_CHECKING:
    from collections.abc import Callable

    from bootstrap.kubernetes_provider.document import Json, JsonObject
    from bootstrap.kubernetes_provider.kinds import Kind

_PROGRAM = "x_kubernetes_"
_API = "x-kubernetes-"
_DOLLARS = {"_ref": "$ref", "_schema": "$schema"}
_UNDERSCORES = {api: program for program, api in _DOLLARS.items()}


def to_api(kind: Kind, tree: JsonObject) -> JsonObject:
    """The manifest as the API server expects it."""
    return _renamed(tree, _api_key) if kind == kinds.DEFINITION else tree


def to_program(kind: Kind, tree: JsonObject) -> JsonObject:
    """The live object as Pulumi's SDK expects it."""
    return _renamed(tree, _program_key) if kind == kinds.DEFINITION else tree


def _renamed(tree: JsonObject, rename: Callable[[str], str]) -> JsonObject:
    return {rename(key): _descend(value, rename) for key, value in tree.items()}


def _descend(value: Json, rename: Callable[[str], str]) -> Json:
    if isinstance(value, dict):
        return _renamed(value, rename)
    if isinstance(value, list):
        return [_descend(item, rename) for item in value]
    return value


def _api_key(key: str) -> str:
    if key.startswith(_PROGRAM):
        return key.replace("_", "-")
    return _DOLLARS.get(key, key)


def _program_key(key: str) -> str:
    if key.startswith(_API):
        return key.replace("-", "_")
    return _UNDERSCORES.get(key, key)
