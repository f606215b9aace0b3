"""Typed fields of a JSON document, with the path of what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slipway.serving.package.errors import PackageError

if TYPE_CHECKING:
    from collections.abc import Mapping


class JsonFields:
    """One object of a document, which knows its own place for messages."""

    def __init__(self, value: object, place: str) -> None:
        if not isinstance(value, dict):
            raise PackageError(place, got=kind_of(value), expected="an object")
        self.place = place
        self._value: Mapping[str, object] = value

    @property
    def names(self) -> tuple[str, ...]:
        """The keys that are there."""
        return tuple(self._value)

    def text(self, key: str) -> str:
        """A string that must be there."""
        value = self._value.get(key)
        if not isinstance(value, str):
            raise self._wrong(key, value, "a string")
        return value

    def optional_text(self, key: str) -> str | None:
        """A string, or nothing."""
        return None if self._value.get(key) is None else self.text(key)

    def flag(self, key: str, *, default: bool) -> bool:
        """A boolean that may be left out."""
        value = self._value.get(key, default)
        if not isinstance(value, bool):
            raise self._wrong(key, value, "true or false")
        return value

    def fields(self, key: str) -> JsonFields:
        """An object that must be there."""
        return JsonFields(self._value.get(key), f"{self.place}.{key}")

    def objects(self, key: str) -> list[JsonFields]:
        """A list of objects that must be there."""
        value = self._value.get(key)
        if not isinstance(value, list):
            raise self._wrong(key, value, "a list")
        return [JsonFields(item, f"{self.place}.{key}[{i}]") for i, item in enumerate(value)]

    def texts(self, key: str) -> dict[str, str]:
        """An object of strings; empty when left out."""
        value = self._value.get(key, {})
        if not isinstance(value, dict) or not all(isinstance(item, str) for item in value.values()):
            raise self._wrong(key, value, "an object of strings")
        return {str(name): str(item) for name, item in value.items()}

    def values(self, key: str) -> dict[str, object] | None:
        """An object of any JSON values, or nothing."""
        value = self._value.get(key)
        if value is None:
            return None
        if not isinstance(value, dict):
            raise self._wrong(key, value, "an object")
        return {str(name): item for name, item in value.items()}

    def _wrong(self, key: str, value: object, expected: str) -> PackageError:
        return PackageError(f"{self.place}.{key}", got=kind_of(value), expected=expected)


def kind_of(value: object) -> str:
    """The JSON name of a value's type."""
    if value is None:
        return "nothing"
    kinds = {bool: "a boolean", int: "a number", float: "a number", str: "a string", list: "a list"}
    return kinds.get(type(value), "an object")
