"""The key `slipway:releases` of a stack file: changed alone, at once, and taken back."""

import contextlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from slipway.stacks.config.release import Release
from slipway.stacks.releases.errors import StackFileChangedError, StackFileShapeError
from slipway.stacks.releases.yaml_document import parse, render

_KEY = "slipway:releases"


@dataclass(frozen=True, kw_only=True)
class PinnedRelease:
    """A release written into a stack file, and what is needed to take it back."""

    path: Path
    model: str
    before: Release | None
    after: Release
    original: bytes
    written: bytes

    def restore(self) -> None:
        """Puts the file back as it was; what others changed meanwhile is kept.

        Raises:
            StackFileChangedError: Somebody pinned yet another release; theirs stays.
        """
        content = self.path.read_bytes()
        if content == self.written:
            _replace(self.path, self.original)
            return
        if _pinned(_load(self.path, content), self.path, self.model) != self.after:
            raise StackFileChangedError(self.path)
        _replace(self.path, _with_release(self.path, content, self.model, self.before))


def pin(path: Path, model: str, release: Release) -> PinnedRelease:
    """Writes a release of a model; every other line of the file stays as it is.

    Raises:
        StackFileShapeError: The file has no place for it.
        StackFileChangedError: The file changed while it was being written.
    """
    path = path.resolve()  # a link stays a link
    original = path.read_bytes()
    before = _pinned(_load(path, original), path, model)
    written = _with_release(path, original, model, release)
    if path.read_bytes() != original:
        raise StackFileChangedError(path)
    _replace(path, written)
    return PinnedRelease(
        path=path, model=model, before=before, after=release, original=original, written=written
    )


def _load(path: Path, content: bytes) -> CommentedMap:
    document = parse(content.decode())
    if not isinstance(document, CommentedMap):
        raise StackFileShapeError(path, "document", document)
    return document


def _part(path: Path, parent: CommentedMap, key: str) -> CommentedMap | None:
    value = parent.get(key)
    if value is not None and not isinstance(value, CommentedMap):
        raise StackFileShapeError(path, key, value)
    return value


def _pinned(document: CommentedMap, path: Path, model: str) -> Release | None:
    config = _part(path, document, "config")
    releases = None if config is None else _part(path, config, _KEY)
    entry = None if releases is None else _part(path, releases, model)
    return None if entry is None else Release.model_validate(dict(entry))


def _with_release(path: Path, content: bytes, model: str, release: Release | None) -> bytes:
    document = _load(path, content)
    config = _ensured(path, document, "config")
    releases = _ensured(path, config, _KEY)
    if release is None:
        releases.pop(model, None)
        if not releases:
            config.pop(_KEY)
    else:
        entry = _ensured(path, releases, model)
        entry["version"] = release.version
        entry["image"] = DoubleQuotedScalarString(release.image)
    return render(document, content.decode()).encode()


def _ensured(path: Path, parent: CommentedMap, key: str) -> CommentedMap:
    found = _part(path, parent, key)
    if found is None:
        found = parent[key] = CommentedMap()
    return found


def _replace(path: Path, content: bytes) -> None:
    """Whoever reads the file sees the old content or the new, never a part."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(path.stat().st_mode & 0o777)
        Path(name).replace(path)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            Path(name).unlink()
        raise
