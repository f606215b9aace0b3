"""What of a resource is secret: by the program's marks, by its kind, and by value.

A mark is kept by path. The API server may move a list item, so a text that was secret in the inputs
is secret wherever it shows up in the outputs, too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bootstrap.kubernetes_provider.document import Json, JsonObject, Path, leaves, value_at
from bootstrap.kubernetes_provider.wire import UNKNOWN, Properties

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bootstrap.kubernetes_provider.kinds import Kind

SHORTEST = 6
"""Shorter texts are too common to be hunted by value: hiding every "true" would hide nothing."""

LAST_APPLIED = ("metadata", "annotations", "kubectl.kubernetes.io/last-applied-configuration")


def mark_by_kind(kind: Kind, properties: Properties) -> Properties:
    """The properties with the fields marked that are secret whatever the program says."""
    if not kind.is_secret:
        return properties
    paths: tuple[Path, ...] = (("data",), ("stringData",), LAST_APPLIED)
    present = {path for path in paths if value_at(properties.tree, path) is not None}
    return Properties(properties.tree, _outermost(properties.secrets | present))


def carry_over(kind: Kind, inputs: Properties, outputs: JsonObject) -> Properties:
    """The outputs with every secret of the inputs marked again."""
    by_path = {path for path in inputs.secrets if value_at(outputs, path) is not None}
    hidden = texts(inputs)
    by_value = {path for path, value in leaves(outputs) if _is_one_of(value, hidden)}
    marked = Properties(outputs, _outermost(by_path | by_value))
    return mark_by_kind(kind, marked)


def texts(properties: Properties) -> frozenset[str]:
    """The secret texts themselves."""
    found = {
        value
        for path in properties.secrets
        for _, value in leaves(value_at(properties.tree, path))
        if isinstance(value, str) and value != UNKNOWN
    }
    return frozenset(text for text in found if len(text) >= SHORTEST)


@dataclass(frozen=True)
class Redactor:
    """Keeps secret texts out of what is shown: the server and crashing programs repeat them."""

    hidden: frozenset[str]

    def __call__(self, text: str) -> str:
        """The text with every secret replaced."""
        for secret in sorted(self.hidden, key=len, reverse=True):
            text = text.replace(secret, "[secret]")
        return text


def _outermost(paths: Iterable[Path]) -> frozenset[Path]:
    # A mark inside a marked value is one too many: the engine would show the outer one twice.
    kept: set[Path] = set()
    for path in sorted(paths, key=len):
        if not any(path[: len(outer)] == outer for outer in kept):
            kept.add(path)
    return frozenset(kept)


def _is_one_of(value: Json, hidden: frozenset[str]) -> bool:
    return isinstance(value, str) and value in hidden
