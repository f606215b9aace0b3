"""Brings pinned images into a registry: from archives here, or from another registry."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from slipway.serving.release.image.address import RegistryAddress
from slipway.serving.release.image.base import tag_of
from slipway.serving.release.image.copy import copy_image
from slipway.serving.release.image.logins.chain import open_registry
from slipway.serving.release.image.manifest import Manifest
from slipway.serving.release.image.pack import pack
from slipway.serving.release.image.presence import is_present
from slipway.serving.release.image.registry import ImageRegistry
from slipway.serving.release.image.repository import Repository
from slipway.serving.release.progress import Progress, megabytes
from slipway.stacks.images.archives import LocalArchives
from slipway.stacks.images.errors import NotPinnedError, OtherDigestError
from slipway.stacks.images.lock import ImageLock, PinnedImage

Action = Literal["there", "pushed", "copied"]


@dataclass(frozen=True, kw_only=True)
class Target:
    """A registry that images go into, connected."""

    address: RegistryAddress
    registry: ImageRegistry

    def repository(self, name: str) -> Repository:
        """Where an image goes."""
        return self.address.repository(self.registry, name)

    def lacks(self, lock: ImageLock) -> dict[str, PinnedImage]:
        """The pinned images that aren't there with all their layers."""
        return {
            name: image
            for name, image in lock.images.items()
            if not is_present(self.repository(name), image.digest)
        }


def push_archives(
    target: Target, lock: ImageLock, archives: LocalArchives, path: Path, progress: Progress
) -> dict[str, Action]:
    """Pushes what the registry lacks; nothing at all if something of it isn't here as pinned.

    Raises:
        NotPinnedError: What was built here differs from the pins, or wasn't built.
        OtherDigestError: An archive's manifest has another digest here.
    """
    lacking = target.lacks(lock)
    found = {name: archives.matching(name, image.config) for name, image in lacking.items()}
    faults = {
        name: "a build with another content" if archives.has(name) else "no archive"
        for name, archive in found.items()
        if archive is None
    }
    if faults:
        raise NotPinnedError(faults, path)
    done: dict[str, Action] = dict.fromkeys(lock.images, "there")
    for number, (name, archive) in enumerate(found.items(), start=1):
        if archive is not None:
            title = f"{name} ({number} of {len(found)})"
            manifest = pack(archive, title, target.repository(name).put_blob, progress)
            _finish(target.repository(name), name, lock.images[name], manifest)
            done[name] = "pushed"
    return done


def copy_from(
    source: RegistryAddress, target: Target, lock: ImageLock, progress: Progress
) -> dict[str, Action]:
    """Copies what the registry lacks from another one, by digest.

    Raises:
        ImageGoneError: The other registry doesn't have it either.
    """
    lacking = target.lacks(lock)
    done: dict[str, Action] = dict.fromkeys(lock.images, "there")
    with open_registry(source.host) as registry:
        for number, (name, image) in enumerate(lacking.items(), start=1):
            progress(f"{name} ({number} of {len(lacking)}): {megabytes(image.size)}")
            copy_image(
                image.digest,
                source.repository(registry, name),
                target.repository(name),
                tag=tag_of(image.config),
                progress=progress,
            )
            done[name] = "copied"
    return done


def _finish(repository: Repository, name: str, image: PinnedImage, manifest: Manifest) -> None:
    """The manifest comes last and only as pinned: until then nobody sees the image."""
    if manifest.digest != image.digest:
        raise OtherDigestError(name, got=manifest.digest, pinned=image.digest)
    repository.put(manifest.encode(), tag_of(image.config))
