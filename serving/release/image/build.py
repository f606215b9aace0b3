"""A model image: the runtime plus one layer with the packaged model."""

import tempfile
from pathlib import Path

from slipway.serving.release.image.base import BaseImage
from slipway.serving.release.image.blob import write_blob
from slipway.serving.release.image.config import ModelIdentity, extend
from slipway.serving.release.image.layer import pack_folder
from slipway.serving.release.image.manifest import CONFIG, Manifest
from slipway.serving.release.image.reference import ImageReference
from slipway.serving.release.image.repository import Repository
from slipway.serving.release.progress import Progress, megabytes

MODEL_FOLDER = "opt/model"
"""Where the server looks for the packaged model."""


def push_model_image(
    *,
    base: BaseImage,
    package: Path,
    model: ModelIdentity,
    repository: Repository,
    progress: Progress,
) -> ImageReference:
    """Builds and pushes the image of a packaged model; equal inputs give an equal digest.

    It is tagged by version and digest: a tag that never moves keeps the registry's clean-up from
    the images that rollback needs.
    """
    with tempfile.TemporaryDirectory(prefix="slipway-image-") as work:
        folder = Path(work)
        layer = pack_folder(package, MODEL_FOLDER, folder / "model.tar.gz")
        config = write_blob(extend(base.config, layer.diff_id, model), CONFIG, folder)
        progress(f"model layer: {megabytes(layer.blob.descriptor.size)}")
        for descriptor in base.manifest.layers:
            repository.take_blob(descriptor, base.repository)
        repository.put_blob(layer.blob)
        repository.put_blob(config)
    manifest = Manifest(
        config=config.descriptor, layers=(*base.manifest.layers, layer.blob.descriptor)
    )
    tag, content = tag_of(model.version, manifest.digest), manifest.encode()
    # A registry whose tags never move refuses even the same manifest a second time.
    if repository.find(tag) == content:
        return repository.reference(digest=manifest.digest)
    return repository.put(content, tag)


def tag_of(version: int, digest: str) -> str:
    """The tag of a model image, such as `v3-5f2c0a1b9d3e`."""
    return f"v{version}-{digest.removeprefix('sha256:')[:12]}"
