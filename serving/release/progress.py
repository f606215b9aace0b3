"""Lines that tell a waiting person what is being done."""

from collections.abc import Callable

Progress = Callable[[str], None]
"""Takes one line; what it does with it is the caller's choice."""


def silent(_line: str) -> None:
    """The progress of a caller who doesn't want to hear of it."""


def megabytes(size: int) -> str:
    """A size for people."""
    return f"{size / 1_000_000:.1f} MB"
