"""The JSON Schema of what `codec.encode` writes, so that other programs can rely on it."""

import dataclasses
import types
import typing
from collections.abc import Mapping
from enum import StrEnum
from typing import Literal, Union

from slipway.monitoring.codec import Json, camel, present

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_LEAVES: dict[object, Json] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": ["number", "null"]},  # null stands for what JSON lacks: nan, inf
}


def schema(kind: type) -> dict[str, Json]:
    """The schema of a dataclass; every field is required and no other is allowed."""
    definitions: dict[str, Json] = {}
    reference = _define(kind, definitions)
    return {"$schema": DIALECT, "title": kind.__name__, "$ref": reference, "$defs": definitions}


def _schema(kind: object, definitions: dict[str, Json]) -> Json:
    if kind in _LEAVES:
        return _LEAVES[kind]
    origin = typing.get_origin(kind)
    if origin is not None:
        return _generic(origin, typing.get_args(kind), definitions)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return {"enum": [str(member) for member in kind]}
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        return {"$ref": _define(kind, definitions)}
    message = f"{kind!r} has no schema"
    raise TypeError(message)


def _generic(origin: object, arguments: tuple[object, ...], definitions: dict[str, Json]) -> Json:
    if origin in {Union, types.UnionType}:
        return {"anyOf": [_schema(present(arguments), definitions), {"type": "null"}]}
    if origin is Literal:
        return {"enum": [str(argument) for argument in arguments]}
    if origin is tuple:
        return {"type": "array", "items": _schema(arguments[0], definitions)}
    if origin is Mapping:
        return {"type": "object", "additionalProperties": _schema(arguments[1], definitions)}
    message = f"{origin!r} has no schema"
    raise TypeError(message)


def _define(kind: type, definitions: dict[str, Json]) -> str:
    if kind.__name__ not in definitions:
        definitions[kind.__name__] = None  # reserves the place before the fields are walked
        hints = typing.get_type_hints(kind)
        properties: dict[str, Json] = {
            camel(field.name): _schema(hints[field.name], definitions)
            for field in dataclasses.fields(kind)
        }
        definitions[kind.__name__] = {
            "type": "object",
            "description": (kind.__doc__ or "").splitlines()[0],
            "properties": properties,
            "required": list(properties),
            "additionalProperties": False,
        }
    return f"#/$defs/{kind.__name__}"
