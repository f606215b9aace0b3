"""One repository of a registry: its blobs and its manifests."""

import hashlib
import tempfile
from dataclasses import dataclass
from pathlib import Path

from slipway.serving.release.errors import ReleaseError
from slipway.serving.release.image.blob import Blob, Descriptor, digest_of
from slipway.serving.release.image.manifest import ACCEPTED, MANIFEST, Manifest
from slipway.serving.release.image.reference import ImageReference
from slipway.serving.release.image.registry import ImageRegistry, RegistryAnswerError
from slipway.serving.release.image.upload import BlobUpload, DigestMismatchError

_FOUND, _MISSING = 200, 404
_CREATED, _ACCEPTED = 201, 202


class ImageGoneError(ReleaseError):
    """An image that a registry doesn't have, or no longer."""

    def __init__(self, image: ImageReference) -> None:
        super().__init__(
            f"image {image}",
            got="nothing in the registry",
            expected="the image",
            remedy="Release the version again; that builds the same digest from the same inputs.",
        )


@dataclass(frozen=True, kw_only=True)
class Repository:
    """The images under one name."""

    registry: ImageRegistry
    name: str

    def reference(self, *, digest: str | None = None, tag: str | None = None) -> ImageReference:
        """The full name of an image in here."""
        return ImageReference(
            registry=self.registry.address, repository=self.name, digest=digest, tag=tag
        )

    def has_blob(self, digest: str) -> bool:
        """Whether a blob is here already."""
        path = f"{self.name}/blobs/{digest}"
        response = self.registry.ask("HEAD", path, good=[_FOUND, 307, _MISSING])
        return response.status_code != _MISSING

    def put_blob(self, blob: Blob) -> None:
        """Uploads a blob unless it is here already."""
        if not self.has_blob(blob.descriptor.digest):
            BlobUpload(self.registry, self.name).send(blob)

    def take_blob(self, descriptor: Descriptor, source: "Repository") -> None:
        """Brings a blob of another repository here; within one registry without moving it."""
        if self.has_blob(descriptor.digest):
            return
        if source.registry.address == self.registry.address and self._mount(descriptor, source):
            return
        with tempfile.TemporaryDirectory(prefix="slipway-blob-") as folder:
            self.put_blob(source.get_blob(descriptor, Path(folder)))

    def get_blob(self, descriptor: Descriptor, folder: Path) -> Blob:
        """Downloads a blob and checks it.

        Raises:
            DigestMismatchError: The content isn't what its name says.
        """
        path = folder / descriptor.digest.removeprefix("sha256:")
        content = hashlib.sha256()
        with (
            self.registry.stream(f"{self.name}/blobs/{descriptor.digest}") as pieces,
            path.open("wb") as file,
        ):
            for piece in pieces:
                content.update(piece)
                file.write(piece)
        found = f"sha256:{content.hexdigest()}"
        if found != descriptor.digest:
            raise DigestMismatchError("download", sent=descriptor.digest, stored=found)
        return Blob(descriptor=descriptor, path=path)

    def find(self, selector: str) -> bytes | None:
        """The manifest behind a tag or a digest, if there is one."""
        path = f"{self.name}/manifests/{selector}"
        response = self.registry.ask(
            "GET", path, good=[_FOUND, _MISSING], headers={"Accept": ACCEPTED}
        )
        if response.status_code == _MISSING:
            return None
        content = response.content
        if selector.startswith("sha256:") and digest_of(content) != selector:
            raise DigestMismatchError("manifest", sent=selector, stored=digest_of(content))
        return content

    def get(self, image: ImageReference) -> bytes:
        """The manifest of an image.

        Raises:
            ImageGoneError: The registry doesn't have it.
        """
        content = self.find(image.selector)
        if content is None:
            raise ImageGoneError(image)
        return content

    def put(self, content: bytes, tag: str, media_type: str = MANIFEST) -> ImageReference:
        """Stores a manifest under a tag; the answer names it by digest.

        Raises:
            DigestMismatchError: The registry took other bytes.
        """
        path, digest = f"{self.name}/manifests/{tag}", digest_of(content)
        headers = {"Content-Type": media_type}
        response = self.registry.ask("PUT", path, good=[_CREATED], headers=headers, content=content)
        stored = response.headers.get("Docker-Content-Digest", digest)
        if stored != digest:
            raise DigestMismatchError("manifest", sent=digest, stored=stored)
        return self.reference(digest=digest)

    def complete(self, manifest: Manifest) -> bool:
        """Whether every blob of a manifest is here."""
        return all(self.has_blob(each.digest) for each in (manifest.config, *manifest.layers))

    def _mount(self, descriptor: Descriptor, source: "Repository") -> bool:
        """Lets the registry link a blob; one that can't opens an upload instead, which we leave."""
        path = f"{self.name}/blobs/uploads/"
        params = {"mount": descriptor.digest, "from": source.name}
        try:
            response = self.registry.ask(
                "POST", path, good=[_CREATED, _ACCEPTED], params=params, content=b""
            )
        except RegistryAnswerError:
            return False  # some registries refuse a mount that the login doesn't cover
        return response.status_code == _CREATED
