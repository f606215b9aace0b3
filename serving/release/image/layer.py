"""Layers that come out byte for byte the same from the same files."""

import gzip
import hashlib
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from slipway.serving.release.errors import ReleaseError
from slipway.serving.release.image.blob import CHUNK, Blob, Descriptor
from slipway.serving.release.image.manifest import LAYER

OWNER = 65532
"""The user that every image of ours runs as."""
_LEVEL = 6


class LayerContentError(ReleaseError):
    """A model folder with something in it that a layer can't carry safely."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"model package {path}",
            got="a link or a device" if path.exists() or path.is_symlink() else "nothing",
            expected="regular files and folders",
            remedy="Package the model again from its folder in the registry.",
        )


@dataclass(frozen=True, kw_only=True)
class Layer:
    """A compressed layer and the digest of its uncompressed form."""

    blob: Blob
    diff_id: str


class _HashingWriter:
    """A file that knows the digest and the size of what went through it."""

    def __init__(self, target: IO[bytes]) -> None:
        self._target = target
        self._hash = hashlib.sha256()
        self.size = 0

    def write(self, data: bytes) -> int:
        self._hash.update(data)
        self.size += len(data)
        return self._target.write(data)

    def flush(self) -> None:
        self._target.flush()

    @property
    def digest(self) -> str:
        return f"sha256:{self._hash.hexdigest()}"


def compress(source: IO[bytes], path: Path) -> Layer:
    """An uncompressed tar as a gzip layer without a time or a name in its header."""
    content = hashlib.sha256()
    with path.open("wb") as file:
        writer = _HashingWriter(file)
        with gzip.GzipFile("", "wb", _LEVEL, writer, mtime=0) as packed:
            while chunk := source.read(CHUNK):
                content.update(chunk)
                packed.write(chunk)
    return _layer(writer.digest, writer.size, path, f"sha256:{content.hexdigest()}")


def keep(source: IO[bytes], path: Path) -> Layer:
    """A layer that is compressed already; its bytes stay as they are."""
    with path.open("wb") as file:
        writer = _HashingWriter(file)
        while chunk := source.read(CHUNK):
            writer.write(chunk)
    content = hashlib.sha256()
    with gzip.open(path, "rb") as unpacked:
        while chunk := unpacked.read(CHUNK):
            content.update(chunk)
    return _layer(writer.digest, writer.size, path, f"sha256:{content.hexdigest()}")


def pack_folder(folder: Path, inside: str, path: Path) -> Layer:
    """A folder as a layer, its content at `inside`, with fixed times, owner, modes and order.

    Raises:
        LayerContentError: The folder holds links or devices, or isn't there.
    """
    plain = path.with_suffix(".tar")
    with tarfile.open(plain, "w", format=tarfile.PAX_FORMAT) as archive:
        archive.addfile(_entry(inside, folder=True))
        for member in _members(folder):
            name = f"{inside}/{member.relative_to(folder).as_posix()}"
            if member.is_dir():
                archive.addfile(_entry(name, folder=True))
                continue
            entry = _entry(name, folder=False)
            entry.size = member.stat().st_size
            with member.open("rb") as content:
                archive.addfile(entry, content)
    with plain.open("rb") as source:
        layer = compress(source, path)
    plain.unlink()
    return layer


def _members(folder: Path) -> Iterator[Path]:
    if not folder.is_dir():
        raise LayerContentError(folder)
    for member in sorted(folder.rglob("*"), key=lambda path: path.relative_to(folder).as_posix()):
        if member.is_symlink() or not (member.is_dir() or member.is_file()):
            raise LayerContentError(member)
        yield member


def _entry(name: str, *, folder: bool) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.type = tarfile.DIRTYPE if folder else tarfile.REGTYPE
    entry.mode = 0o755 if folder else 0o644
    entry.uid = entry.gid = OWNER
    entry.mtime = 0
    return entry


def _layer(digest: str, size: int, path: Path, diff_id: str) -> Layer:
    descriptor = Descriptor(media_type=LAYER, size=size, digest=digest)
    return Layer(blob=Blob(descriptor=descriptor, path=path), diff_id=diff_id)
