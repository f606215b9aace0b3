"""Passwords in a folder that the kubelet keeps up to date."""

from collections.abc import Sequence
from pathlib import Path

from .errors import UnreadablePasswordError
from .source import Target

CURRENT, PREVIOUS = "password", "password.previous"


class MountedSecret:
    """The current password and the one before it, read anew for every connection.

    Files may change minutes before the server knows the new password: until then it takes the
    previous one.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def passwords(self, target: Target, *, fresh: bool) -> Sequence[str]:
        """The current one, then the previous one where it differs; reading is always fresh."""
        del target, fresh
        current = self._read(CURRENT)
        try:
            previous = self._read(PREVIOUS)
        except UnreadablePasswordError:  # a secret that was never rotated may have none
            return [current]
        return [current] if previous == current else [current, previous]

    def _read(self, name: str) -> str:
        path = self._folder / name
        try:
            return path.read_text(encoding="utf-8").removesuffix("\n")
        except OSError as error:
            raise UnreadablePasswordError(str(path), error.strerror or "unreadable") from error
