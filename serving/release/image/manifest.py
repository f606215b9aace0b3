"""A single-platform image manifest in Docker's v2 schema 2 form."""

import json
from dataclasses import dataclass

from slipway.serving.release.document import Document
from slipway.serving.release.errors import ReleaseError
from slipway.serving.release.image.blob import Descriptor, digest_of

MANIFEST = "application/vnd.docker.distribution.manifest.v2+json"
CONFIG = "application/vnd.docker.container.image.v1+json"
LAYER = "application/vnd.docker.image.rootfs.diff.tar.gzip"
_OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json"
_OCI_LAYER = "application/vnd.oci.image.layer.v1.tar+gzip"
_INDEXES = (
    "application/vnd.docker.distribution.manifest.list.v2+json",
    "application/vnd.oci.image.index.v1+json",
)
ACCEPTED = ", ".join((MANIFEST, _OCI_MANIFEST, *_INDEXES))
"""What we ask a registry for; indexes too: they are refused by name then, not "not found"."""


class ManifestKindError(ReleaseError):
    """A manifest that isn't of one platform, or has layers that a model image can't be made of."""

    def __init__(self, image: str, kind: str) -> None:
        super().__init__(
            f"manifest of {image}",
            got=kind,
            expected="an image of one platform with gzip layers",
            remedy="Name the digest of the platform's own manifest.",
        )


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """The config and the layers of an image."""

    config: Descriptor
    layers: tuple[Descriptor, ...]

    @classmethod
    def parse(cls, image: str, content: bytes) -> "Manifest":
        """A manifest read from a registry; OCI's media types become Docker's.

        Raises:
            ManifestKindError: It is an index, or a layer isn't a gzip archive.
        """
        document = Document.parse(f"manifest of {image}", content)
        kind = str(document.values.get("mediaType", _OCI_MANIFEST))
        if kind not in {MANIFEST, _OCI_MANIFEST} or "manifests" in document.values:
            raise ManifestKindError(image, kind)
        config = Descriptor.read(document.part("config"))
        layers = [Descriptor.read(layer) for layer in document.parts("layers")]
        for layer in layers:
            if layer.media_type not in {LAYER, _OCI_LAYER}:
                raise ManifestKindError(image, layer.media_type)
        return cls(config=_as(CONFIG, config), layers=tuple(_as(LAYER, layer) for layer in layers))

    def encode(self) -> bytes:
        """The bytes that the digest is taken of; equal manifests give equal bytes."""
        document = {
            "schemaVersion": 2,
            "mediaType": MANIFEST,
            "config": self.config.as_json(),
            "layers": [layer.as_json() for layer in self.layers],
        }
        return json.dumps(document, separators=(",", ":")).encode()

    @property
    def digest(self) -> str:
        """The digest that the image is pinned by."""
        return digest_of(self.encode())


def _as(media_type: str, descriptor: Descriptor) -> Descriptor:
    return Descriptor(media_type=media_type, size=descriptor.size, digest=descriptor.digest)
