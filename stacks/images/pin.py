"""Pins what was built here: reads each archive once and notes the digest that it will have."""

import re

from slipway.serving.release.document import Document
from slipway.serving.release.image.archive import Archive, ArchiveError
from slipway.serving.release.image.blob import Blob, digest_of
from slipway.serving.release.image.pack import pack
from slipway.serving.release.progress import Progress
from slipway.stacks.images.archives import LocalArchives
from slipway.stacks.images.errors import NoArchivesError
from slipway.stacks.images.lock import CONTENT, ImageLock, PinnedImage


def pin_archives(archives: LocalArchives, required: list[str], progress: Progress) -> ImageLock:
    """The pins of everything that was built.

    Raises:
        NoArchivesError: A required image was not built.
        ArchiveError: An archive is broken.
    """
    names = archives.names()
    missing = [name for name in required if name not in names]
    if missing:
        raise NoArchivesError(archives.folder, missing)
    opened = {name: archives.current(name) for name in names}
    platforms = {name: _platform(archive) for name, archive in opened.items()}
    images = {
        name: _pinned(archive, f"{name} ({number} of {len(opened)})", progress)
        for number, (name, archive) in enumerate(opened.items(), start=1)
    }
    return ImageLock(platform=platforms[names[0]], images=images)


def _pinned(archive: Archive, title: str, progress: Progress) -> PinnedImage:
    content = _content(archive)
    manifest = pack(archive, title, _drop, progress)
    return PinnedImage(
        content=content,
        config=digest_of(archive.config),
        digest=manifest.digest,
        size=sum(each.size for each in (manifest.config, *manifest.layers)),
    )


def _content(archive: Archive) -> str:
    """The fingerprint that the build gave as the only tag."""
    found = [tag.rpartition(":")[2] for tag in archive.tags]
    if len(found) != 1 or not re.fullmatch(CONTENT, found[0]):
        raise ArchiveError(
            archive.path,
            got=f"the tags {', '.join(archive.tags) or 'none'}",
            expected="one tag, made of the twelve digits that name its inputs",
        )
    return found[0]


def _drop(_blob: Blob) -> None:
    """Only the digest is wanted."""


def _platform(archive: Archive) -> str:
    config = Document.parse(f"config of {archive.path}", archive.config)
    return f"{config.text('os')}/{config.text('architecture')}"
