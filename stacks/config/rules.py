"""Turns what pydantic found into faults in our words: path, value, rule, remedy."""

import json

from pydantic_core import ErrorDetails

from slipway.stacks.config.faults import Fault
from slipway.stacks.config.shapes import words_of
from slipway.stacks.cut import cut
from slipway.stacks.variants import TARGET_KINDS, VARIANTS

_COMPARED = {
    "greater_than": "a value above {gt}",
    "greater_than_equal": "a value of at least {ge}",
    "less_than": "a value below {lt}",
    "less_than_equal": "a value of at most {le}",
}
_TYPES = {
    "int": "a whole number",
    "float": "a number",
    "decimal": "a number",
    "string": "text",
    "bool": "true or false",
    "dict": "a mapping",
    "model": "a mapping",
    "path": "a path",
}


def fault_of(key: str, details: ErrorDetails) -> Fault:
    """One pydantic finding as a fault below `key`."""
    location = [part for part in _without_tags(details["loc"]) if part != "[key]"]
    path = ".".join([key, *map(str, location)])
    remedy = "Correct the value."
    if details["type"] == "extra_forbidden":
        remedy = "Remove the key or correct its spelling."
    elif details["type"] == "missing":
        return Fault(path=path, value="nothing", rule="a value", remedy="Add the key.")
    elif "[key]" in details["loc"]:
        remedy = "Rename it."
    return Fault(path=path, value=_shown(details["input"]), rule=_rule(details), remedy=remedy)


def _without_tags(location: tuple[int | str, ...]) -> list[int | str]:
    """The path as one writes it: pydantic adds the variant and the target's kind to it."""
    parts = list(location)
    if parts and parts[0] in VARIANTS:
        parts = parts[1:]
    if len(parts) > 1 and parts[0] == "target" and parts[1] in TARGET_KINDS:
        parts = [parts[0], *parts[2:]]
    return parts


def _rule(details: ErrorDetails) -> str:
    kind, context = details["type"], details.get("ctx", {})
    if kind == "extra_forbidden":
        return "no such key"
    if kind == "value_error":
        return str(context["error"])
    if kind == "literal_error":
        return str(context["expected"])
    if kind in _COMPARED:
        return _COMPARED[kind].format(**context)
    if kind == "string_pattern_mismatch":
        pattern = context["pattern"]
        return words_of(pattern) or f"text that matches {pattern}"
    return _TYPES.get(kind.split("_", maxsplit=1)[0], details["msg"])


def _shown(value: object) -> str:
    """The value as one would write it in YAML, cut to a readable length."""
    try:
        text = json.dumps(value)
    except TypeError:
        text = str(value)
    return cut(text, 60)
