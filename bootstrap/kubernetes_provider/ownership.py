"""Who owns which field of a live object, as the API server books it in ``managedFields``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bootstrap.kubernetes_provider.document import Document, Json, JsonObject, Path, value_at

if TYPE_CHECKING:
    from collections.abc import Iterable

_FIELD = "f:"
_KEYED = "k:"
_APPLY = "Apply"


def managers(live: Document) -> list[str]:
    """The names of all managers that set fields of the object itself."""
    return [entry.text("manager") for entry in _entries(live)]


def applied_by(live: Document, manager: str) -> bool:
    """Whether that manager has applied the object."""
    return any(
        entry.text("manager") == manager and entry.text("operation") == _APPLY
        for entry in _entries(live)
    )


def owned_by_another(live: Document, path: Path, manager: str) -> bool:
    """Whether some other manager owns the field at the path (or a part of it)."""
    others = [
        entry
        for entry in live.children("metadata", "managedFields")
        if entry.text("manager") != manager or entry.text("operation") != _APPLY
    ]
    return any(_owns(entry.at("fieldsV1"), live.root, path) for entry in others)


def applied_fields(live: Document) -> JsonObject | None:
    """The part of the object that was set by applying it, None if it was made in another way."""
    applied = [
        entry.child("fieldsV1").root
        for entry in _entries(live)
        if entry.text("operation") == _APPLY
    ]
    found: JsonObject = {}
    for fields in applied:
        picked = _picked(live.root, fields)
        found = _merged(found, picked if isinstance(picked, dict) else {})
    return found or None


def _entries(live: Document) -> Iterable[Document]:
    # Entries of a subresource are controllers writing status or scale.
    return [
        entry
        for entry in live.children("metadata", "managedFields")
        if not entry.text("subresource")
    ]


def _owns(fields: Json, value: Json, path: Path) -> bool:
    if not path:
        return fields is not None
    if not isinstance(fields, dict):
        return False
    if not fields:
        # An atomic field: its owner owns all of it.
        return True
    if isinstance(path[0], str):
        key = f"{_FIELD}{path[0]}"
        return key in fields and _owns(fields[key], value_at(value, path[:1]), path[1:])
    item = value_at(value, path[:1])
    return any(_owns(inner, item, path[1:]) for key, inner in fields.items() if _matches(key, item))


def _picked(value: Json, fields: JsonObject) -> Json:
    named = {key: inner for key, inner in fields.items() if key != "."}
    if not named:
        return value
    if isinstance(value, dict):
        return {
            name: _picked(value[name], inner if isinstance(inner, dict) else {})
            for key, inner in named.items()
            if key.startswith(_FIELD) and (name := key.removeprefix(_FIELD)) in value
        }
    if isinstance(value, list):
        return [
            _picked(item, inner if isinstance(inner, dict) else {})
            for item in value
            for key, inner in named.items()
            if _matches(key, item)
        ]
    return value


def _matches(key: str, item: Json) -> bool:
    if key.startswith(_KEYED) and isinstance(item, dict):
        wanted = json.loads(key.removeprefix(_KEYED))
        return all(item.get(name) == value for name, value in wanted.items())
    return key.startswith("v:") and json.loads(key.removeprefix("v:")) == item


def _merged(one: JsonObject, other: JsonObject) -> JsonObject:
    merged = dict(one)
    for key, value in other.items():
        before = merged.get(key)
        if isinstance(before, dict) and isinstance(value, dict):
            merged[key] = _merged(before, value)
        else:
            merged[key] = value
    return merged
