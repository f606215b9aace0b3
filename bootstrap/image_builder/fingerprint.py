"""A name for everything that an image is made of."""

import hashlib
from pathlib import Path

from bootstrap.image_builder.context import ContextFile

FORMAT = "1"
"""Raised when the way of building changes what comes out."""
LENGTH = 12


def fingerprint(files: tuple[ContextFile, ...], *, base: str, platform: str) -> str:
    """Twelve hex digits that change with any input, and with no time or place."""
    total = hashlib.sha256(f"{FORMAT}\n{platform}\n{base}\n".encode())
    for file in sorted(files):
        mode = "x" if file.executable else "-"
        total.update(f"{digest_of(file.source)} {mode} {file.destination}\n".encode())
    return total.hexdigest()[:LENGTH]


def digest_of(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
