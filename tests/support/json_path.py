"""Reads one place of a nested JSON value."""

from slipway.stacks.plan.graph import Json


def at(value: Json, *path: str | int) -> Json:
    """The value at a path; a missing step fails the test and names it."""
    for index, step in enumerate(path):
        match value, step:
            case dict(), str() if step in value:
                value = value[step]
            case list(), int() if step < len(value):
                value = value[step]
            case _:
                message = f"no {step!r} at {path[:index]}: {value}"
                raise AssertionError(message)
    return value
