"""A docker-archive turned into the blobs and the manifest that a registry keeps."""

import tempfile
from collections.abc import Callable
from pathlib import Path

from slipway.serving.release.image.archive import Archive
from slipway.serving.release.image.blob import Blob, Descriptor, write_blob
from slipway.serving.release.image.manifest import CONFIG, Manifest
from slipway.serving.release.progress import Progress, megabytes


def pack(archive: Archive, name: str, take: Callable[[Blob], None], progress: Progress) -> Manifest:
    """Hands each blob of an image to `take`, the config last; answers with the manifest.

    One layer lies on the disk at a time. The same archive and zlib give the same manifest.

    Raises:
        ArchiveError: A layer isn't what the archive promises.
    """
    layers: list[Descriptor] = []
    with tempfile.TemporaryDirectory(prefix="slipway-pack-") as work:
        folder = Path(work)
        for layer in archive.layers(folder):
            descriptor = layer.blob.descriptor
            progress(
                f"{name} layer {len(layers) + 1} of {len(archive.members)}: "
                f"{megabytes(descriptor.size)}"
            )
            take(layer.blob)
            layer.blob.path.unlink()
            layers.append(descriptor)
        config = write_blob(archive.config, CONFIG, folder)
        take(config)
    return Manifest(config=config.descriptor, layers=tuple(layers))
