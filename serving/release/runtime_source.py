"""Where the serving runtimes come from: archives that were built here, or a registry."""

import contextlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from slipway.serving.package import Engine
from slipway.serving.release.errors import ReleaseError
from slipway.serving.release.image.address import FAMILY, RegistryAddress
from slipway.serving.release.image.base import BaseImage, from_archive, from_registry
from slipway.serving.release.image.logins.chain import open_registry
from slipway.serving.release.image.reference import ImageReference
from slipway.serving.release.image.registry import ImageRegistry
from slipway.serving.release.image.repository import Repository
from slipway.serving.release.progress import Progress

RUNTIMES: Mapping[Engine, str] = {Engine.FLAVOUR: "runtime", Engine.ONNX: "runtime-onnx"}
"""The image under a model's layer, by what runs the model."""

RuntimeSource = Path | ImageReference


def pinned_runtime(address: RegistryAddress, name: str, digest: str) -> ImageReference:
    """A runtime by digest, where `slipway images push` brings it in a registry."""
    place = f"{address}/{FAMILY}/{name}@{digest}"
    return ImageReference.parse(place)


class NoRuntimeError(ReleaseError):
    """A stack that doesn't say what model images are built on."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"slipway:images.{name}",
            got="nothing",
            expected="the image of a serving runtime",
            remedy="Run `make up`, which builds it and writes it into the stack's working copy; "
            "elsewhere pin it (`slipway images pin`) and push it (`slipway images push`).",
        )


def runtime_sources(
    images: Mapping[str, str],
    archives: Mapping[str, Path],
    pinned: Mapping[str, ImageReference],
) -> dict[Engine, RuntimeSource]:
    """The runtime of each engine.

    An archive on this machine comes first, then what the stack names, then what is pinned.

    Raises:
        NoRuntimeError: One of them is in none of the three.
    """
    return {engine: _source(name, images, archives, pinned) for engine, name in RUNTIMES.items()}


def _source(
    name: str,
    images: Mapping[str, str],
    archives: Mapping[str, Path],
    pinned: Mapping[str, ImageReference],
) -> RuntimeSource:
    if name in archives:
        return archives[name]
    if name in images:
        return ImageReference.parse(images[name])
    if name in pinned:
        return pinned[name]
    raise NoRuntimeError(name)


@contextlib.contextmanager
def open_base(
    engine: Engine,
    source: RuntimeSource,
    target: ImageRegistry,
    address: RegistryAddress,
    progress: Progress,
) -> Iterator[BaseImage]:
    """A runtime, ready for a model layer in the target registry as long as the block runs."""
    if isinstance(source, Path):
        yield from_archive(source, address.repository(target, RUNTIMES[engine]), progress)
    elif source.registry == target.address:
        yield from_registry(source, Repository(registry=target, name=source.repository))
    else:
        with open_registry(source.registry) as origin:
            yield from_registry(source, Repository(registry=origin, name=source.repository))
