"""The inputs a resource would need to be as it is in the cluster now.

Only fields that the program sets are looked at: what the server defaults and other managers add is
theirs. A value that means the same keeps the program's spelling, so that a refresh without a real
change shows none.
"""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING

from bootstrap.kubernetes_provider.document import Document, Json, JsonObject, Path, with_value
from bootstrap.kubernetes_provider.equality import is_empty, same

if TYPE_CHECKING:
    from bootstrap.kubernetes_provider.kinds import Kind

_ITEM_KEYS = (
    "name", "key", "containerPort", "port", "mountPath", "devicePath", "ip", "topologyKey", "type",
)  # fmt: skip


def observed(kind: Kind, inputs: JsonObject, live: Document) -> JsonObject:
    """The inputs with the live values where they differ."""
    tree = live.root
    if kind.is_secret and (texts := Document(inputs).texts("stringData")):
        # The server turns these into data and forgets them.
        tree = with_value(tree, ("stringData",), dict(_decoded(texts, live)))
    return _object(inputs, tree, ())


def _object(inputs: JsonObject, live: JsonObject, path: Path) -> JsonObject:
    found: JsonObject = {}
    for key, value in inputs.items():
        if key in live:
            found[key] = _value(value, live[key], (*path, key))
        elif is_empty(value):
            found[key] = value
    return found


def _value(value: Json, live: Json, path: Path) -> Json:
    if isinstance(value, dict) and isinstance(live, dict):
        return _object(value, live, path)
    if isinstance(value, list) and isinstance(live, list):
        return _list(value, live, path)
    return value if same(value, live, path) else live


def _list(value: list[Json], live: list[Json], path: Path) -> list[Json]:
    if key := _item_key(value, live):
        by_key = {_text(item, key): item for item in live}
        pairs = [(item, by_key.get(_text(item, key))) for item in value]
        kept = [(item, found) for item, found in pairs if found is not None]
        return [_value(item, found, (*path, at)) for at, (item, found) in enumerate(kept)]
    if len(value) == len(live):
        pairs = list(zip(value, live, strict=True))
        return [_value(item, found, (*path, at)) for at, (item, found) in enumerate(pairs)]
    return live


def _item_key(value: list[Json], live: list[Json]) -> str:
    """The field that tells the items apart, empty where only the position does."""
    for key in _ITEM_KEYS:
        texts = [_text(item, key) for item in value]
        others = [_text(item, key) for item in live]
        if all(texts) and len(set(texts)) == len(texts) and len(set(others)) == len(others):
            return key
    return ""


def _text(item: Json, key: str) -> str:
    value = item.get(key) if isinstance(item, dict) else None
    return "" if value is None else str(value)


def _decoded(texts: dict[str, str], live: Document) -> dict[str, str]:
    found: dict[str, str] = {}
    data = live.texts("data")
    for key in texts:
        if key in data:
            try:
                found[key] = base64.b64decode(data[key]).decode()
            except (binascii.Error, UnicodeDecodeError):
                found[key] = data[key]
    return found
