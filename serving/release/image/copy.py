"""An image brought from one registry to another, unchanged."""

from slipway.serving.release.document import Document
from slipway.serving.release.image.manifest import MANIFEST, Manifest
from slipway.serving.release.image.reference import ImageReference
from slipway.serving.release.image.repository import Repository
from slipway.serving.release.progress import Progress, megabytes


def copy_image(
    digest: str, source: Repository, target: Repository, *, tag: str, progress: Progress
) -> ImageReference:
    """Copies an image by digest; the manifest's bytes and so the digest stay the same.

    Raises:
        ImageGoneError: The source doesn't have it.
    """
    image = source.reference(digest=digest)
    content = source.get(image)
    manifest = Manifest.parse(str(image), content)
    for descriptor in (*manifest.layers, manifest.config):
        progress(f"{descriptor.digest[:19]}: {megabytes(descriptor.size)}")
        target.take_blob(descriptor, source)
    kind = str(Document.parse(str(image), content).values.get("mediaType", MANIFEST))
    return target.put(content, tag, kind)
