"""What changes between two sets of inputs, path by path, and what of it replaces the object."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from bootstrap.kubernetes_provider.document import Document, Json, JsonObject, Path, leaves
from bootstrap.kubernetes_provider.equality import same
from bootstrap.kubernetes_provider.names import is_autonamed
from bootstrap.kubernetes_provider.replacement import Mutability, forces_replacement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bootstrap.kubernetes_provider.kinds import Kind


class Operation(Enum):
    """How one value changes."""

    ADD = "ADD"
    DELETE = "DELETE"
    UPDATE = "UPDATE"


@dataclass(frozen=True)
class Change:
    """One value that differs."""

    path: Path
    operation: Operation
    replaces: bool

    @property
    def key(self) -> str:
        """The path as Pulumi prints it: ``spec.ports[0].port``, quoted where a key needs it."""
        parts: list[str] = []
        for step in self.path:
            if isinstance(step, int):
                parts.append(f"[{step}]")
            elif step.replace("_", "").replace("-", "").isalnum():
                parts.append(f".{step}" if parts else step)
            else:
                parts.append(f"[{json.dumps(step)}]")
        return "".join(parts)


@dataclass(frozen=True)
class Difference:
    """All changes of one resource."""

    changes: tuple[Change, ...]
    delete_first: bool

    @property
    def replaces(self) -> bool:
        """Whether the object must be made anew."""
        return any(change.replaces for change in self.changes)


def compare(kind: Kind, olds: JsonObject, news: JsonObject, allowed: Mutability) -> Difference:
    """The difference of two sets of inputs of the same resource."""
    new, old = Document(news), Document(olds)
    changes = tuple(
        Change(path, operation, _replaces(kind, path, values, (old, new), allowed))
        for path, operation, values in _walk(olds, news, ())
    )
    same_place = (old.name, old.namespace) == (new.name, new.namespace)
    chosen = bool(new.name) and not is_autonamed(new)
    return Difference(changes, delete_first=chosen and same_place)


_Step = tuple[Path, Operation, tuple[Json, Json]]


def _walk(old: Json, new: Json, path: Path) -> Iterator[_Step]:
    if isinstance(old, dict) and isinstance(new, dict):
        for key in sorted(old.keys() | new.keys()):
            yield from _pair(old.get(key), new.get(key), (*path, key))
    elif isinstance(old, list) and isinstance(new, list):
        for index in range(max(len(old), len(new))):
            left = old[index] if index < len(old) else None
            right = new[index] if index < len(new) else None
            yield from _pair(left, right, (*path, index))
    elif not same(old, new, path):
        yield path, Operation.UPDATE, (old, new)


def _pair(old: Json, new: Json, path: Path) -> Iterator[_Step]:
    # The server drops an empty list, but an empty object may be a choice, such as `emptyDir: {}`.
    absent: tuple[Json, ...] = (None, [])
    if old in absent and new in absent:
        return
    if old is None:
        yield path, Operation.ADD, (old, new)
    elif new is None:
        yield path, Operation.DELETE, (old, new)
    else:
        yield from _walk(old, new, path)


def _replaces(
    kind: Kind,
    path: Path,
    values: tuple[Json, Json],
    documents: tuple[Document, Document],
    allowed: Mutability,
) -> bool:
    # An added or removed object is judged by the fields it brings or takes away.
    touched = [field for value in values if value is not None for field, _ in leaves(value, path)]
    immutable = documents[0] if documents[0].flag("immutable") else documents[1]
    return any(
        forces_replacement(
            kind, tuple(step for step in field if isinstance(step, str)), immutable, allowed
        )
        for field in touched
    )
