"""Frozen dataclasses as JSON and back."""

import dataclasses
import math
import types
import typing
from collections.abc import Mapping
from enum import StrEnum
from typing import Literal, TypeVar, Union

from slipway.monitoring.errors import UnreadableError

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]
T = TypeVar("T")


def encode(value: object) -> Json:
    """The JSON of a value; names in camel case, numbers that JSON lacks as null."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = dataclasses.fields(value)
        return {camel(field.name): encode(getattr(value, field.name)) for field in fields}
    if isinstance(value, Mapping):
        return {str(key): encode(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [encode(item) for item in value]
    if isinstance(value, float):
        return float(f"{value:.6g}") if math.isfinite(value) else None
    if value is None or isinstance(value, str | bool | int):
        return str(value) if isinstance(value, StrEnum) else value
    message = f"{type(value).__name__} has no JSON form"
    raise TypeError(message)


def decode(kind: type[T], value: Json, *, place: str) -> T:
    """A dataclass from its JSON; unknown, missing and wrong fields are refused by their path."""
    made = _decode(kind, value, place)
    if not isinstance(made, kind):
        raise UnreadableError(place=place, reason=f"no {kind.__name__}")
    return made


def _decode(kind: object, value: Json, place: str) -> object:
    origin = typing.get_origin(kind)
    if origin is not None:
        return _decode_generic(origin, typing.get_args(kind), value, place)
    if isinstance(kind, type) and dataclasses.is_dataclass(kind) and isinstance(value, dict):
        return _decode_fields(kind, value, place)
    if isinstance(kind, type) and issubclass(kind, StrEnum) and value in set(kind):
        return kind(value)
    if kind is float and (value is None or type(value) in {int, float}):
        return math.nan if value is None else float(str(value))
    if kind in {int, str, bool} and type(value) is kind:
        return value
    raise UnreadableError(place=place, reason=f"{value!r} is not of the expected kind")


def _decode_generic(
    origin: object, arguments: tuple[object, ...], value: Json, place: str
) -> object:
    if origin in {Union, types.UnionType}:
        return None if value is None else _decode(present(arguments), value, place)
    if origin is Literal and value in arguments:
        return value
    if origin is tuple and isinstance(value, list):
        return tuple(_decode(arguments[0], item, f"{place}[{i}]") for i, item in enumerate(value))
    if origin is Mapping and isinstance(value, dict):
        return {key: _decode(arguments[1], item, f"{place}.{key}") for key, item in value.items()}
    raise UnreadableError(place=place, reason=f"{value!r} is not of the expected kind")


def _decode_fields(kind: type, value: dict[str, Json], place: str) -> object:
    hints = typing.get_type_hints(kind)
    fields = {camel(field.name): field for field in dataclasses.fields(kind)}
    wrong = sorted(value.keys() ^ fields.keys())
    if wrong:
        raise UnreadableError(place=place, reason=f"unknown or missing: {', '.join(wrong)}")
    return kind(
        **{
            field.name: _decode(hints[field.name], value[name], f"{place}.{name}")
            for name, field in fields.items()
        }
    )


def camel(name: str) -> str:
    """A field's name in JSON."""
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)


def present(arguments: tuple[object, ...]) -> object:
    """What an optional kind is when it is there."""
    return next(argument for argument in arguments if argument is not type(None))
