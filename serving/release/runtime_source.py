"""Where the serving runtime comes from: an archive that was built here, or a registry."""

import contextlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from slipway.serving.release.errors import ReleaseError
from slipway.serving.release.image.address import FAMILY, RegistryAddress
from slipway.serving.release.image.base import BaseImage, from_archive, from_registry
from slipway.serving.release.image.logins.chain import open_registry
from slipway.serving.release.image.reference import ImageReference
from slipway.serving.release.image.registry import ImageRegistry
from slipway.serving.release.image.repository import Repository
from slipway.serving.release.progress import Progress

RuntimeSource = Path | ImageReference
_NAME = "runtime"


def pinned_runtime(address: RegistryAddress, digest: str) -> ImageReference:
    """The runtime by digest, where `slipway images push` brings it in a registry."""
    place = f"{address}/{FAMILY}/{_NAME}@{digest}"
    return ImageReference.parse(place)


class NoRuntimeError(ReleaseError):
    """A stack that doesn't say what model images are built on."""

    def __init__(self) -> None:
        super().__init__(
            "slipway:images.runtime",
            got="nothing",
            expected="the serving runtime's image",
            remedy="Run `make up`, which builds it and writes it into the stack's working copy; "
            "elsewhere pin it (`slipway images pin`) and push it (`slipway images push`).",
        )


def runtime_source(
    images: Mapping[str, str],
    archives: Mapping[str, Path],
    pinned: ImageReference | None = None,
) -> RuntimeSource:
    """The runtime that a stack names, else the pinned one; an archive on this machine comes first.

    Raises:
        NoRuntimeError: The stack names none, and none is pinned.
    """
    if _NAME in archives:
        return archives[_NAME]
    if _NAME in images:
        return ImageReference.parse(images[_NAME])
    if pinned is not None:
        return pinned
    raise NoRuntimeError


@contextlib.contextmanager
def open_base(
    source: RuntimeSource, target: ImageRegistry, address: RegistryAddress, progress: Progress
) -> Iterator[BaseImage]:
    """The runtime, ready for a model layer in the target registry as long as the block runs."""
    if isinstance(source, Path):
        yield from_archive(source, address.repository(target, _NAME), progress)
    elif source.registry == target.address:
        yield from_registry(source, Repository(registry=target, name=source.repository))
    else:
        with open_registry(source.registry) as origin:
            yield from_registry(source, Repository(registry=origin, name=source.repository))
