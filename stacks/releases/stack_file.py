"""The releases of a stack file: changed alone, at once, and taken back.

Two keys belong together: `slipway:releases` says what runs, `slipway:rejected` what must not run
again. A rollback writes both, so that no reader ever sees one without the other.
"""

import contextlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from slipway.stacks.config.release import Release
from slipway.stacks.releases.errors import StackFileChangedError
from slipway.stacks.releases.rejected_images import mark, marked, unmark
from slipway.stacks.releases.yaml_document import ensured, load, part, render

_KEY = "slipway:releases"


@dataclass(frozen=True, kw_only=True)
class PinnedRelease:
    """A release written into a stack file, and what is needed to take it back."""

    path: Path
    model: str
    before: Release | None
    after: Release
    marked: tuple[str, ...]
    """Images that were marked as rejected with it."""
    unmarked: tuple[str, ...]
    """Images whose mark was lifted with it."""
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
        document = load(self.path, content)
        if _pinned(document, self.path, self.model) != self.after:
            raise StackFileChangedError(self.path)
        config = ensured(self.path, document, "config")
        _set_release(self.path, config, self.model, self.before)
        for image in self.marked:
            unmark(self.path, config, self.model, image)
        for image in self.unmarked:
            mark(self.path, config, self.model, image)
        _replace(self.path, render(document, content.decode()).encode())


def pin(
    path: Path, model: str, release: Release, *, reject: Release | None = None
) -> PinnedRelease:
    """Writes a release of a model; every line that has nothing to do with it stays as it is.

    The image of `reject` is marked as one that may not serve again; a mark on the release's own
    image is lifted.

    Raises:
        StackFileShapeError: The file has no place for it.
        StackFileChangedError: The file changed while it was being written.
    """
    path = path.resolve()  # a link stays a link
    original = path.read_bytes()
    document = load(path, original)
    before = _pinned(document, path, model)
    config = ensured(path, document, "config")
    _set_release(path, config, model, release)
    former = marked(path, config, model)
    unmark(path, config, model, release.image)
    if reject is not None and reject.digest != release.digest:
        mark(path, config, model, reject.image)
    now = marked(path, config, model)
    written = render(document, original.decode()).encode()
    if path.read_bytes() != original:
        raise StackFileChangedError(path)
    _replace(path, written)
    return PinnedRelease(
        path=path,
        model=model,
        before=before,
        after=release,
        marked=tuple(image for image in now if image not in former),
        unmarked=tuple(image for image in former if image not in now),
        original=original,
        written=written,
    )


def _pinned(document: CommentedMap, path: Path, model: str) -> Release | None:
    config = part(path, document, "config")
    releases = None if config is None else part(path, config, _KEY)
    entry = None if releases is None else part(path, releases, model)
    return None if entry is None else Release.model_validate(dict(entry))


def _set_release(path: Path, config: CommentedMap, model: str, release: Release | None) -> None:
    releases = ensured(path, config, _KEY)
    if release is None:
        releases.pop(model, None)
        if not releases:
            config.pop(_KEY)
    else:
        entry = ensured(path, releases, model)
        entry["version"] = release.version
        entry["image"] = DoubleQuotedScalarString(release.image)


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
