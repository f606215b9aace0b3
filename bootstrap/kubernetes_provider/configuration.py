"""The provider's settings, as the engine hands them over."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bootstrap.kubernetes_provider import kubeconfig
from bootstrap.kubernetes_provider.equality import is_empty
from bootstrap.kubernetes_provider.errors import UnsupportedSettingError
from bootstrap.kubernetes_provider.replacement import Mutability
from bootstrap.kubernetes_provider.wire import is_unknown

if TYPE_CHECKING:
    from bootstrap.kubernetes_provider.document import Json, JsonObject
    from bootstrap.kubernetes_provider.wire import Properties

_LOCATION = ("kubeconfig", "context", "cluster")
_IDENTIFIER = "clusterIdentifier"

_REFUSED = {
    "renderYamlToDirectory": "no rendering to files",
    "alwaysRender": "no rendering to files",
    "skipUpdateUnreachable": "false, an update needs the cluster",
}
_APPLY = "enableServerSideApply"


@dataclass(frozen=True)
class Settings:
    """How to reach the cluster and how far to go with its objects."""

    location: kubeconfig.Location
    namespace: str = ""
    delete_unreachable: bool = False
    patch_force: bool = False
    upsert: bool = False
    quiet_deprecations: bool = False
    mutable: Mutability = field(default_factory=Mutability)


def read(args: Properties) -> Settings:
    """The settings of the engine's arguments; flags arrive as the text ``true``."""
    tree = args.tree
    return Settings(
        location=_location(tree),
        namespace=_text(tree, "namespace"),
        delete_unreachable=_flag(tree, "deleteUnreachable"),
        patch_force=_flag(tree, "enablePatchForce"),
        upsert=_flag(tree, "upsertExistingObjects"),
        quiet_deprecations=_flag(tree, "suppressDeprecationWarnings"),
        mutable=Mutability(
            config_maps=_flag(tree, "enableConfigMapMutable"),
            secrets=_flag(tree, "enableSecretMutable"),
        ),
    )


def refuse_unserved(args: Properties) -> None:
    """Refuses settings that would otherwise be ignored silently."""
    for key, rule in _REFUSED.items():
        value = _decoded(args.tree.get(key))
        if not is_empty(value) and not is_unknown(value):
            raise UnsupportedSettingError(f"provider.{key}", json.dumps(value), rule)
    if _decoded(args.tree.get(_APPLY)) is False:
        raise UnsupportedSettingError(f"provider.{_APPLY}", "false", "true or nothing")


def changed_settings(olds: Properties, news: Properties) -> tuple[str, ...]:
    """The names of the settings that differ."""
    keys = sorted((olds.tree.keys() | news.tree.keys()) - {"version"})
    return tuple(key for key in keys if olds.tree.get(key) != news.tree.get(key))


def moved_settings(olds: Properties, news: Properties) -> tuple[str, ...]:
    """The changed settings that mean another cluster, so that everything on it is made anew."""
    changed = changed_settings(olds, news)
    before, after = _text(olds.tree, _IDENTIFIER), _text(news.tree, _IDENTIFIER)
    if before and after:
        moved = (*_LOCATION, _IDENTIFIER) if before != after else ()
        return tuple(key for key in changed if key in moved)
    located = tuple(key for key in changed if key in _LOCATION)
    if not located:
        return ()
    if any(is_unknown(news.tree.get(key)) for key in located):
        return located
    same = kubeconfig.same_cluster(_location(olds.tree), _location(news.tree))
    return () if same else located


def _location(tree: JsonObject) -> kubeconfig.Location:
    return kubeconfig.Location(*(_text(tree, key) for key in _LOCATION))


def _text(tree: JsonObject, key: str) -> str:
    value = tree.get(key)
    if isinstance(value, dict):
        # A kubeconfig given as an object arrives as one after the engine decoded it.
        return json.dumps(value)
    return value if isinstance(value, str) else ""


def _flag(tree: JsonObject, key: str) -> bool:
    return _decoded(tree.get(key)) is True


def _decoded(value: Json) -> Json:
    if not isinstance(value, str):
        return value
    try:
        decoded: Json = json.loads(value)
    except ValueError:
        return value
    return decoded
