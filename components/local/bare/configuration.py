"""Configuration files of a sandbox: written when they change, with a digest that shows it."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from slipway.components.local.bare.certificates import write_secret


def write(folder: Path, files: Mapping[str, str]) -> str:
    """Write all files, for root's eyes only; the digest of names and contents."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest = hashlib.sha256()
    for name, text in sorted(files.items()):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not path.exists() or path.read_text() != text:
            write_secret(path, text.encode())
        digest.update(f"{name}\0{text}\0".encode())
    return digest.hexdigest()
