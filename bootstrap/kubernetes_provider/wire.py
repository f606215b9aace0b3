"""The one edge where the engine's messages become typed values and back.

The engine marks secrets and unknowns inside the values themselves. Here the marks are taken off and
kept as paths: everything behind this edge handles plain trees and can't forget a mark on the
way back. Nothing else in this package touches a protobuf value.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from google.protobuf import struct_pb2

from bootstrap.kubernetes_provider.document import Json, JsonObject, Path, leaves
from bootstrap.kubernetes_provider.errors import UnsupportedValueError

SIGNATURE = "4dabf18193072939515e22adb298388d"
SECRET = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105 # the engine's public marker, not a password
OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4"
RESOURCE = "5cf8f73096256a8f31e491e813e4eb8e"

UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
_UNKNOWNS = frozenset(
    {
        UNKNOWN,
        "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
        "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
        "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
        "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
    }
)


@dataclass(frozen=True)
class Properties:
    """A resource's inputs or outputs, and which of them are secret."""

    tree: JsonObject
    secrets: frozenset[Path] = field(default_factory=frozenset)

    @property
    def has_unknowns(self) -> bool:
        """True in a preview where some value is made by a resource that doesn't exist yet."""
        return any(is_unknown(value) for _, value in leaves(self.tree))


def is_unknown(value: Json) -> bool:
    """Whether the value stands for one that only an update will know."""
    return isinstance(value, str) and value in _UNKNOWNS


def decode(struct: struct_pb2.Struct) -> Properties:
    """The properties of a message, without the engine's marks and without nulls."""
    secrets: set[Path] = set()
    tree = _decode_fields(struct, (), secrets)
    return Properties(tree, frozenset(secrets))


def encode(properties: Properties, *, mark_secrets: bool = True) -> struct_pb2.Struct:
    """The message of the properties; every secret path that exists is marked."""
    marks = properties.secrets if mark_secrets else frozenset()
    struct = struct_pb2.Struct()
    for key, value in properties.tree.items():
        struct.fields[key].CopyFrom(_encode(value, (key,), marks))
    return struct


def _decode_fields(struct: struct_pb2.Struct, path: Path, secrets: set[Path]) -> JsonObject:
    fields = {key: _decode(value, (*path, key), secrets) for key, value in struct.fields.items()}
    return {key: value for key, value in fields.items() if value is not None}


def _decode(value: struct_pb2.Value, path: Path, secrets: set[Path]) -> Json:
    match value.WhichOneof("kind"):
        case "bool_value":
            return bool(value.bool_value)
        case "number_value":
            return _number(value.number_value)
        case "string_value":
            return UNKNOWN if value.string_value in _UNKNOWNS else str(value.string_value)
        case "list_value":
            items = enumerate(value.list_value.values)
            return [_decode(item, (*path, index), secrets) for index, item in items]
        case "struct_value":
            return _decode_struct(value.struct_value, path, secrets)
        case _:
            return None


def _decode_struct(struct: struct_pb2.Struct, path: Path, secrets: set[Path]) -> Json:
    if SIGNATURE not in struct.fields:
        return _decode_fields(struct, path, secrets)
    signature = struct.fields[SIGNATURE].string_value
    if signature == SECRET:
        secrets.add(path)
        return _decode(struct.fields["value"], path, secrets)
    if signature == OUTPUT:
        if struct.fields["secret"].bool_value:
            secrets.add(path)
        inner = struct.fields.get("value")
        return UNKNOWN if inner is None else _decode(inner, path, secrets)
    if signature == RESOURCE:
        return _decode(struct.fields["id"], path, secrets)
    raise UnsupportedValueError(path)


def _number(number: float) -> int | float:
    # Every number travels as a double, and the API refuses 8080.0 as a port.
    return int(number) if float(number).is_integer() else float(number)


def _encode(value: Json, path: Path, secrets: frozenset[Path]) -> struct_pb2.Value:
    plain = _encode_plain(value, path, secrets)
    if path not in secrets:
        return plain
    marked = struct_pb2.Struct()
    marked.fields[SIGNATURE].string_value = SECRET
    marked.fields["value"].CopyFrom(plain)
    return struct_pb2.Value(struct_value=marked)


def _encode_plain(value: Json, path: Path, secrets: frozenset[Path]) -> struct_pb2.Value:
    match value:
        case None:
            return struct_pb2.Value(null_value=struct_pb2.NULL_VALUE)
        case bool():
            return struct_pb2.Value(bool_value=value)
        case int() | float():
            return struct_pb2.Value(number_value=value)
        case str():
            return struct_pb2.Value(string_value=value)
        case list():
            items = [_encode(item, (*path, index), secrets) for index, item in enumerate(value)]
            return struct_pb2.Value(list_value=struct_pb2.ListValue(values=items))
        case dict():
            struct = struct_pb2.Struct()
            for key, item in value.items():
                struct.fields[key].CopyFrom(_encode(item, (*path, key), secrets))
            return struct_pb2.Value(struct_value=struct)
