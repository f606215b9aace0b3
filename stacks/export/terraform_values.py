"""One resource's inputs as Terraform's plan has them: known, unknown, sensitive, referring."""

from collections.abc import Callable
from dataclasses import dataclass, field

from slipway.stacks.export.terraform_names import block_list, is_map, snake_case
from slipway.stacks.plan.graph import SECRET, UNKNOWN, Json

Refers = Callable[[str], list[str]]
"""References of a top-level property, by Pulumi's name of it."""


@dataclass(kw_only=True)
class Attributes:
    """Four views of the same attributes."""

    known: dict[str, Json] = field(default_factory=dict)
    unknown: dict[str, Json] = field(default_factory=dict)
    sensitive: dict[str, Json] = field(default_factory=dict)
    expressions: dict[str, Json] = field(default_factory=dict)


def attributes(kind: str, inputs: dict[str, Json], refers: Refers) -> Attributes:
    """The attributes of a resource; a secret's value is in none of the views."""
    found = Attributes()
    for key, value in inputs.items():
        if value is not None and not key.startswith("__"):
            _add(found, kind, key, value, refers(key))
    return found


def _add(found: Attributes, kind: str, key: str, value: Json, references: list[str]) -> None:
    if isinstance(value, dict) and not is_map(key):
        _add_blocks(found, kind, snake_case(key), [value], references)
    elif isinstance(value, list) and any(isinstance(one, dict) for one in value):
        _add_blocks(found, kind, block_list(kind, key), value, references)
    else:
        _add_plain(found, snake_case(key), value, references)


def _add_plain(found: Attributes, name: str, value: Json, references: list[str]) -> None:
    if value == SECRET:
        found.sensitive[name] = True
    elif _hidden(value):
        found.unknown[name] = True
    elif isinstance(value, list):
        found.known[name] = [None if _hidden(one) else one for one in value]
    elif isinstance(value, dict):
        found.known[name] = {key: one for key, one in value.items() if not _hidden(one)}
    else:
        found.known[name] = value
    expression: dict[str, Json] = {}
    if references:
        expression["references"] = list(references)
    elif name in found.known:
        expression["constant_value"] = found.known[name]
    found.expressions[name] = expression


def _add_blocks(
    found: Attributes, kind: str, name: str, blocks: list[Json], references: list[str]
) -> None:
    """Terraform's plan has every block in a list, even where there may be only one."""
    made = [_block(kind, one, references) for one in blocks if isinstance(one, dict)]
    found.known[name] = [one.known for one in made]
    found.expressions[name] = [one.expressions for one in made]
    if any(one.unknown for one in made):
        found.unknown[name] = [one.unknown for one in made]
    if any(one.sensitive for one in made):
        found.sensitive[name] = [one.sensitive for one in made]


def _block(kind: str, value: dict[str, Json], references: list[str]) -> Attributes:
    found = Attributes()
    for key, inner in value.items():
        if inner is not None:
            _add(found, kind, key, inner, references if _unknown_within(inner) else [])
    return found


def _hidden(value: Json) -> bool:
    if isinstance(value, list):
        return bool(value) and all(_hidden(one) for one in value)
    return value in (UNKNOWN, SECRET)


def _unknown_within(value: Json) -> bool:
    if isinstance(value, dict):
        return any(_unknown_within(one) for one in value.values())
    if isinstance(value, list):
        return any(_unknown_within(one) for one in value)
    return value == UNKNOWN
