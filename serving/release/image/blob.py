"""Content that a registry keeps by its digest."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from slipway.serving.release.document import Document

CHUNK = 1 << 20


@dataclass(frozen=True, kw_only=True)
class Descriptor:
    """What a manifest says about a blob."""

    media_type: str
    size: int
    digest: str

    @classmethod
    def read(cls, document: Document) -> "Descriptor":
        """The descriptor in a manifest."""
        return cls(
            media_type=document.text("mediaType"),
            size=document.number("size"),
            digest=document.text("digest"),
        )

    def as_json(self) -> dict[str, str | int]:
        """The form in a manifest; the order of the keys is part of the digest."""
        return {"mediaType": self.media_type, "size": self.size, "digest": self.digest}


@dataclass(frozen=True, kw_only=True)
class Blob:
    """A blob whose content lies on this machine."""

    descriptor: Descriptor
    path: Path


def digest_of(content: bytes) -> str:
    """The name that a registry gives to this content."""
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def write_blob(content: bytes, media_type: str, folder: Path) -> Blob:
    """Puts content into a folder under its own digest."""
    digest = digest_of(content)
    path = folder / digest.removeprefix("sha256:")
    path.write_bytes(content)
    return Blob(
        descriptor=Descriptor(media_type=media_type, size=len(content), digest=digest), path=path
    )
