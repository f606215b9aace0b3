"""A JSON mapping whose values are checked as they are read."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from slipway.serving.release.errors import MalformedDocumentError


@dataclass(frozen=True)
class Document:
    """Values of foreign JSON, each read with the type that the reader needs."""

    place: str
    values: Mapping[str, object]

    @classmethod
    def parse(cls, place: str, content: str | bytes) -> Self:
        """The mapping in a JSON text.

        Raises:
            MalformedDocumentError: The text is no JSON mapping.
        """
        try:
            values = json.loads(content)
        except ValueError as error:
            raise MalformedDocumentError(place, "$", got=content, expected="JSON") from error
        return cls.of(place, values)

    @classmethod
    def of(cls, place: str, values: object) -> Self:
        """A mapping that was decoded elsewhere."""
        if not isinstance(values, dict):
            raise MalformedDocumentError(place, "$", got=values, expected="a mapping")
        return cls(place, values)

    def text(self, key: str) -> str:
        """A text that must be there."""
        value = self.values.get(key)
        if not isinstance(value, str):
            raise self._broken(key, "a text")
        return value

    def number(self, key: str) -> int:
        """A whole number that must be there."""
        value = self.values.get(key)
        if not isinstance(value, int) or isinstance(value, bool):
            raise self._broken(key, "a whole number")
        return value

    def part(self, key: str) -> "Document":
        """A mapping that must be there."""
        return Document.of(f"{self.place}.{key}", self.values.get(key))

    def optional_part(self, key: str) -> "Document":
        """A mapping, empty when it is missing or null."""
        value = self.values.get(key)
        return Document.of(f"{self.place}.{key}", {} if value is None else value)

    def parts(self, key: str) -> "list[Document]":
        """A list of mappings that must be there."""
        return [
            Document.of(f"{self.place}.{key}[{index}]", item)
            for index, item in enumerate(self._list(key))
        ]

    def texts(self, key: str) -> list[str]:
        """A list of texts, empty when it is missing or null."""
        if self.values.get(key) is None:
            return []
        items = self._list(key)
        found = [item for item in items if isinstance(item, str)]
        if len(found) != len(items):
            raise self._broken(key, "a list of texts")
        return found

    def _list(self, key: str) -> list[object]:
        value = self.values.get(key)
        if not isinstance(value, list):
            raise self._broken(key, "a list")
        return value

    def _broken(self, key: str, expected: str) -> MalformedDocumentError:
        return MalformedDocumentError(self.place, key, got=self.values.get(key), expected=expected)
