"""Reads planned inputs, whose values may be absent, unknown or of another type."""

from collections.abc import Mapping, Sequence

from slipway.stacks.plan.graph import SECRET, UNKNOWN, Json


def at(inputs: Json | Mapping[str, Json], *path: str | int) -> Json:
    """The value at a path; None where there is none, or where it isn't known yet."""
    found: Json | Mapping[str, Json] = inputs
    for step in path:
        if isinstance(found, Mapping) and isinstance(step, str):
            found = found.get(step)
        elif isinstance(found, list) and isinstance(step, int) and step < len(found):
            found = found[step]
        else:
            return None
    if found in (UNKNOWN, SECRET):
        return None
    return dict(found) if isinstance(found, Mapping) else found


def text_at(inputs: Json | Mapping[str, Json], *path: str | int) -> str | None:
    """The text at a path, or None."""
    found = at(inputs, *path)
    return found if isinstance(found, str) else None


def int_at(inputs: Json | Mapping[str, Json], *path: str | int) -> int | None:
    """The whole number at a path, also where it is written as text; or None."""
    found = at(inputs, *path)
    if isinstance(found, str) and found.isdigit():
        return int(found)
    if isinstance(found, bool) or not isinstance(found, (int, float)):
        return None
    return int(found)


def mapping_at(inputs: Json | Mapping[str, Json], *path: str | int) -> Mapping[str, Json]:
    """The mapping at a path, or an empty one."""
    found = at(inputs, *path)
    return found if isinstance(found, dict) else {}


def each_at(inputs: Json | Mapping[str, Json], *path: str | int) -> Sequence[Json]:
    """The list at a path, or an empty one."""
    found = at(inputs, *path)
    return found if isinstance(found, list) else ()
