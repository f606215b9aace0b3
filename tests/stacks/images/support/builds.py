"""Archives as `make up` leaves them in the cache, small ones."""

import hashlib
import os
from pathlib import Path

from tests.serving.release.support.archives import docker_archive, layer_tar

NAMES = (
    "database",
    "monitoring",
    "object-store",
    "observability",
    "registry",
    "runtime",
    "runtime-onnx",
    "tracking",
)


def build(folder: Path, name: str, words: str, *, age: int = 0) -> Path:
    """One archive, named and tagged by what it was made of; `age` in seconds."""
    content = hashlib.sha256(words.encode()).hexdigest()[:12]
    layers = [layer_tar({"etc/base": b"base" * 500}), layer_tar({f"opt/{name}": words.encode()})]
    path = docker_archive(
        folder / f"{name}-{content}.tar", layers, tag=f"slipway.local/{name}:{content}"
    )
    time = path.stat().st_mtime - age
    os.utime(path, (time, time))
    return path


def build_all(folder: Path, words: str = "first", *, age: int = 0) -> dict[str, Path]:
    """Every image that a lock must hold."""
    folder.mkdir(parents=True, exist_ok=True)
    return {name: build(folder, name, f"{name} {words}", age=age) for name in NAMES}
