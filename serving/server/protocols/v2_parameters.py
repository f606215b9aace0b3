"""The `parameters` object that a request, an input and an output may carry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slipway.serving.server.errors import BadRequest
from slipway.serving.server.protocols.json_body import json_kind

if TYPE_CHECKING:
    from collections.abc import Mapping

_NONE: dict[str, object] = {}


class Parameters:
    """The parameters of one object; names that mean nothing here are let pass, as V2 has it."""

    def __init__(self, place: str, owner: Mapping[str, object]) -> None:
        value = owner.get("parameters")
        self.place = f"{place}parameters"
        if value is not None and not isinstance(value, dict):
            raise BadRequest(self.place, got=json_kind(value), expected="an object")
        self._values: Mapping[str, object] = _NONE if value is None else value

    def flag(self, name: str, *, default: bool) -> bool:
        """A boolean that may be left out."""
        value = self._values.get(name, default)
        if not isinstance(value, bool):
            raise BadRequest(f"{self.place}.{name}", got=json_kind(value), expected="a boolean")
        return value

    def size(self, name: str, tensor: str) -> int | None:
        """A number of bytes, or nothing; `tensor` says whose it is."""
        value = self._values.get(name)
        if name not in self._values:
            return None
        if type(value) is not int or value < 0:
            raise BadRequest(
                f"{self.place}.{name}, {tensor}",
                got="something else than a size",
                expected="a whole number of bytes",
            )
        return value
