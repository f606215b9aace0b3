"""The serving runtimes that model images are built on, brought into the registry."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from slipway.serving.release.image.archive import Archive
from slipway.serving.release.image.blob import digest_of
from slipway.serving.release.image.manifest import Manifest
from slipway.serving.release.image.pack import pack
from slipway.serving.release.image.reference import ImageReference
from slipway.serving.release.image.repository import Repository
from slipway.serving.release.progress import Progress

RUNTIME = "slipway/runtime"
"""The repository of the runtime in every registry of ours."""


def tag_of(config: str) -> str:
    """The tag of an image of the platform, made of its config's digest; it never moves."""
    return config.removeprefix("sha256:")[:12]


@dataclass(frozen=True, kw_only=True)
class BaseImage:
    """The runtime's manifest and config, and the repository that has its blobs."""

    repository: Repository
    manifest: Manifest
    config: bytes


def from_archive(path: Path, repository: Repository, progress: Progress) -> BaseImage:
    """The runtime of a docker-archive; pushed only when the registry lacks it.

    The tag is made of the config's digest, which fixes the content of every layer: finding it
    saves reading and compressing the archive.
    """
    archive = Archive.open(path)
    digest = digest_of(archive.config)
    tag = tag_of(digest)
    content = repository.find(tag)
    if content is not None:
        manifest = Manifest.parse(str(repository.reference(tag=tag)), content)
        if manifest.config.digest == digest and repository.complete(manifest):
            return BaseImage(repository=repository, manifest=manifest, config=archive.config)
    manifest = pack(archive, "runtime", repository.put_blob, progress)
    repository.put(manifest.encode(), tag)
    return BaseImage(repository=repository, manifest=manifest, config=archive.config)


def from_registry(image: ImageReference, repository: Repository) -> BaseImage:
    """The runtime that a registry has already."""
    manifest = Manifest.parse(str(image), repository.get(image))
    with tempfile.TemporaryDirectory(prefix="slipway-base-") as folder:
        config = repository.get_blob(manifest.config, Path(folder)).path.read_bytes()
    return BaseImage(repository=repository, manifest=manifest, config=config)
