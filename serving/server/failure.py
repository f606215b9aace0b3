"""A foreign error in words that may be logged."""

from __future__ import annotations

import traceback

_FRAMES = 6


def describe(failure: BaseException) -> str:
    """The type of the error and where it arose.

    Not its message: libraries put the values they choke on into it, and those are people's data.
    """
    frames = traceback.extract_tb(failure.__traceback__)[-_FRAMES:]
    places = " > ".join(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames)
    return f"{type(failure).__name__} at {places}"
