"""Reads the engine's wire format: secrets are masked here, before anything else sees them."""

from google.protobuf import json_format, struct_pb2

from slipway.stacks.plan.graph import SECRET, UNKNOWN, Json

_SIGNATURE = "4dabf18193072939515e22adb298388d"
_SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105 - a marker of the protocol
_UNKNOWN_VALUE = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"


def properties(message: struct_pb2.Struct) -> dict[str, Json]:
    """A resource's inputs with secrets and unknowns replaced by their marks."""
    # Sorted: the wire's maps have no order, and two plans of one config must be one text.
    return {key: _plain(value) for key, value in sorted(json_format.MessageToDict(message).items())}


def _plain(value: Json) -> Json:
    if value == _UNKNOWN_VALUE:
        return UNKNOWN
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        if value.get(_SIGNATURE) == _SECRET_SIGNATURE:
            return SECRET
        return {key: _plain(item) for key, item in sorted(value.items())}
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value
