"""Fields under ``ignore_changes``: an update leaves them to whoever keeps them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bootstrap.kubernetes_provider.document import Document, JsonObject, Path, value_at, with_value
from bootstrap.kubernetes_provider.document import without as removed
from bootstrap.kubernetes_provider.ownership import owned_by_another

if TYPE_CHECKING:
    from collections.abc import Iterable

_STEP = re.compile(r'\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]|([^.\[\]]+)')


def parse(text: str) -> Path:
    """The path of a text such as ``spec.ports[0].port`` or ``metadata.labels["a.b/c"]``."""
    return tuple(
        int(index) if index else (quoted.replace('\\"', '"') or name)
        for quoted, index, name in _STEP.findall(text)
    )


def without(
    manifest: JsonObject, ignored: Iterable[str], live: Document | None, manager: str
) -> JsonObject:
    """The manifest with ignored fields left out where another owns them, else as they are now.

    The engine puts the old inputs in their place; applying those would undo an autoscaler's work.
    """
    for text in ignored:
        path = parse(text)
        if live is None or value_at(manifest, path) is None:
            continue
        current = value_at(live.root, path)
        if owned_by_another(live, path, manager):
            manifest = removed(manifest, path)
        elif current is not None:
            manifest = with_value(manifest, path, current)
    return manifest
