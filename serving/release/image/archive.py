"""An image as `docker save` and buildah's docker-archive write it to disk."""

import json
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from slipway.serving.release.document import Document
from slipway.serving.release.errors import ReleaseError
from slipway.serving.release.image.layer import Layer, compress, keep

_GZIP = b"\x1f\x8b"


class ArchiveError(ReleaseError):
    """A file that isn't a sound image archive."""

    def __init__(self, path: Path, *, got: str, expected: str) -> None:
        super().__init__(
            f"image archive {path}", got=got, expected=expected, remedy="Run `make up` again."
        )


@dataclass(frozen=True, kw_only=True)
class Archive:
    """A docker-archive with exactly one image."""

    path: Path
    tags: tuple[str, ...]
    config: bytes
    members: tuple[str, ...]
    diff_ids: tuple[str, ...]

    @classmethod
    def open(cls, path: Path) -> "Archive":
        """The one image of an archive; its layers are read later.

        Raises:
            ArchiveError: The file is missing, no archive, or holds several images.
        """
        try:
            with tarfile.open(path) as archive:
                image = _only_image(path, _read(archive, path, "manifest.json"))
                config = _read(archive, path, image.text("Config"))
        except FileNotFoundError:
            raise ArchiveError(path, got="nothing", expected="an image archive") from None
        except tarfile.TarError as error:
            raise ArchiveError(path, got=str(error), expected="a tar file") from error
        members = tuple(image.texts("Layers"))
        document = Document.parse(f"config of {path}", config)
        diff_ids = tuple(document.part("rootfs").texts("diff_ids"))
        if len(members) != len(diff_ids):
            raise ArchiveError(
                path, got=f"{len(members)} layers", expected=f"{len(diff_ids)}, as its config says"
            )
        return cls(
            path=path,
            tags=tuple(image.texts("RepoTags")),
            config=config,
            members=members,
            diff_ids=diff_ids,
        )

    def layers(self, folder: Path) -> Iterator[Layer]:
        """The layers, compressed, in order, each checked against the image's config.

        Raises:
            ArchiveError: A layer isn't what the config promises.
        """
        with tarfile.open(self.path) as archive:
            for index, (member, diff_id) in enumerate(
                zip(self.members, self.diff_ids, strict=True)
            ):
                source = archive.extractfile(member)
                if source is None:
                    raise ArchiveError(self.path, got=f"no {member}", expected="a layer")
                head = source.read(len(_GZIP))
                source.seek(0)
                pack = keep if head == _GZIP else compress
                layer = pack(source, folder / f"layer-{index}.tar.gz")
                if layer.diff_id != diff_id:
                    raise ArchiveError(
                        self.path, got=f"{member} with {layer.diff_id}", expected=diff_id
                    )
                yield layer


def _read(archive: tarfile.TarFile, path: Path, name: str) -> bytes:
    try:
        source = archive.extractfile(name)
    except KeyError:
        source = None
    if source is None:
        raise ArchiveError(path, got=f"no {name}", expected="a docker-archive")
    return source.read()


def _only_image(path: Path, content: bytes) -> Document:
    images = json.loads(content)
    if not isinstance(images, list) or len(images) != 1:
        count = len(images) if isinstance(images, list) else "no list of"
        raise ArchiveError(path, got=f"{count} images", expected="exactly one image")
    return Document.of(f"manifest.json of {path}", images[0])
