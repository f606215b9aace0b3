"""JSON trees as the API server and the engine speak them, read without a cast at every step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]
JsonObject = dict[str, Json]
Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Document:
    """One object of the API; a missing or differently typed field reads as empty."""

    root: JsonObject

    def at(self, *path: str | int) -> Json:
        """Whatever stands at the path, None if nothing does."""
        return value_at(self.root, path)

    def text(self, *path: str | int) -> str:
        """The text at the path, empty if there is none."""
        found = self.at(*path)
        return found if isinstance(found, str) else ""

    def number(self, *path: str | int, default: int = 0) -> int:
        """The whole number at the path."""
        found = self.at(*path)
        return found if isinstance(found, int) and not isinstance(found, bool) else default

    def flag(self, *path: str | int) -> bool:
        """True only where the path holds a literal true."""
        return self.at(*path) is True

    def child(self, *path: str | int) -> Document:
        """The object at the path, an empty one if there is none."""
        found = self.at(*path)
        return Document(found if isinstance(found, dict) else {})

    def children(self, *path: str | int) -> list[Document]:
        """The objects of the list at the path."""
        found = self.at(*path)
        items = found if isinstance(found, list) else []
        return [Document(item) for item in items if isinstance(item, dict)]

    def texts(self, *path: str | int) -> dict[str, str]:
        """The text fields of the object at the path: labels, annotations, selectors."""
        return {
            key: value for key, value in self.child(*path).root.items() if isinstance(value, str)
        }

    @property
    def name(self) -> str:
        """The object's own name."""
        return self.text("metadata", "name")

    @property
    def namespace(self) -> str:
        """The namespace, empty for an object of the whole cluster."""
        return self.text("metadata", "namespace")

    @property
    def annotations(self) -> dict[str, str]:
        """The annotations of the object."""
        return self.texts("metadata", "annotations")

    def condition(self, kind: str) -> Document:
        """The status condition of that type, empty while it isn't set."""
        for condition in self.children("status", "conditions"):
            if condition.text("type") == kind:
                return condition
        return Document({})


def value_at(tree: Json, path: Path) -> Json:
    """What the tree holds at the path, None if the path leads nowhere."""
    for step in path:
        if isinstance(tree, dict) and isinstance(step, str):
            tree = tree.get(step)
        elif isinstance(tree, list) and isinstance(step, int) and 0 <= step < len(tree):
            tree = tree[step]
        else:
            return None
    return tree


def without(tree: JsonObject, path: Path) -> JsonObject:
    """A copy of the tree that lacks the value at the path."""
    copied = copy_of(tree)
    parent = value_at(copied, path[:-1])
    last = path[-1]
    if isinstance(parent, dict) and isinstance(last, str):
        parent.pop(last, None)
    elif isinstance(parent, list) and isinstance(last, int) and 0 <= last < len(parent):
        del parent[last]
    return copied


def with_value(tree: JsonObject, path: Path, value: Json) -> JsonObject:
    """A copy of the tree with the value at the path; objects on the way are made."""
    copied = copy_of(tree)
    here: Json = copied
    for step in path[:-1]:
        if isinstance(here, dict) and isinstance(step, str):
            here = here.setdefault(step, {})
        else:
            here = value_at(here, (step,))
    last = path[-1]
    if isinstance(here, dict) and isinstance(last, str):
        here[last] = value
    if isinstance(here, list) and isinstance(last, int) and last < len(here):
        here[last] = value
    return copied


def copy_of(tree: JsonObject) -> JsonObject:
    """A copy that shares no list or object with the original."""
    return {key: _copy(value) for key, value in tree.items()}


def _copy(value: Json) -> Json:
    if isinstance(value, dict):
        return {key: _copy(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_copy(item) for item in value]
    return value


def leaves(tree: Json, path: Path = ()) -> Iterator[tuple[Path, Json]]:
    """Every value that holds no other, with the path to it."""
    if isinstance(tree, dict) and tree:
        for key, value in tree.items():
            yield from leaves(value, (*path, key))
    elif isinstance(tree, list) and tree:
        for index, value in enumerate(tree):
            yield from leaves(value, (*path, index))
    else:
        yield path, tree
