"""Which property forces a replacement: looked up in versioned data, never guessed.

A property that the data doesn't cover "may replace"; nobody is told "update" on a guess.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

Effect = Literal["update", "may-replace", "replace"]

FOLDER = Path(__file__).parent / "replacement_rules"
"""One file per provider, with its source and the version of the provider."""


@dataclass(frozen=True, kw_only=True)
class TypeRules:
    """What is known of one resource type's properties."""

    replace: tuple[str, ...]
    update: tuple[str, ...]


@cache
def rules() -> Mapping[str, TypeRules]:
    """Rules by resource type; ``kubernetes:*`` holds what every Kubernetes kind shares."""
    found: dict[str, TypeRules] = {}
    for path in sorted(FOLDER.glob("*.json")):
        for kind, known in json.loads(path.read_text(encoding="utf-8"))["types"].items():
            found[kind] = TypeRules(
                replace=tuple(known.get("replace", ())), update=tuple(known.get("update", ()))
            )
    return found


def effect_of(resource_type: str, path: str) -> Effect:
    """What a change of a property at `path` does to a resource of a type.

    The longest rule wins: ``spec.template`` may update while ``spec`` as a whole replaces.
    """
    plain = re.sub(r"\[\d+\]", "", path)
    best: tuple[int, Effect] = (-1, "may-replace")
    for known in _known(resource_type):
        for effect, prefixes in (("replace", known.replace), ("update", known.update)):
            for prefix in prefixes:
                if _covers(prefix, plain) and len(prefix) > best[0]:
                    best = (len(prefix), "replace" if effect == "replace" else "update")
    return best[1]


def _known(resource_type: str) -> list[TypeRules]:
    shared = f"{resource_type.split(':', maxsplit=1)[0]}:*"
    return [found for key in (shared, resource_type) if (found := rules().get(key)) is not None]


def _covers(prefix: str, path: str) -> bool:
    return prefix in {"*", path} or path.startswith(f"{prefix}.")
