"""JSON Schema as data, and the two shapes that recur."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

Schema: TypeAlias = Mapping[str, object]

ANY: Schema = {}


def reference(name: str) -> Schema:
    """A schema among the document's components."""
    return {"$ref": f"#/components/schemas/{name}"}


def closed(properties: Mapping[str, Schema], *, optional: tuple[str, ...] = ()) -> Schema:
    """An object of exactly these properties."""
    return {
        "type": "object",
        "required": [name for name in properties if name not in optional],
        "properties": dict(properties),
        "additionalProperties": False,
    }


def any_of(schemas: list[Schema]) -> Schema:
    """One of several, or the only one itself."""
    return schemas[0] if len(schemas) == 1 else {"anyOf": schemas}
