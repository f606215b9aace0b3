from pathlib import Path

import pytest

from slipway.components.local.bare.images import ImageStore
from slipway.components.local.errors import ImageMissingError
from slipway.components.local.spec import Image
from tests.components.local.support.runner import RecordingRunner


class Containerd:
    """Knows the references that imports brought."""

    def __init__(self, *known: str, brings: str = "") -> None:
        self.known = set(known)
        self.brings = brings
        self.runner = RecordingRunner(self.answer)

    def answer(self, line: str) -> str:
        if "images import" in line:
            self.known.add(self.brings)
        return "\n".join(self.known)

    def store(self) -> ImageStore:
        return ImageStore("node1", 42, self.runner)


def quiet(_line: str) -> None: ...


@pytest.fixture
def image(tmp_path: Path) -> Image:
    archive = tmp_path / "tracking.tar"
    archive.touch()
    return Image(name="tracking", reference="tracking:1", archive=archive)


def test_a_missing_image_is_imported_inside_the_node(image: Image) -> None:
    containerd = Containerd(brings="tracking:1")
    containerd.store().load((image,), quiet)
    (imported,) = containerd.runner.matching("images import")
    assert imported.startswith("nsenter --target=42 ")
    assert imported.endswith(f"--namespace=k8s.io images import {image.archive}")


def test_a_known_reference_is_not_imported_again(image: Image) -> None:
    containerd = Containerd("tracking:1")
    containerd.store().load((image,), quiet)
    assert containerd.runner.matching("images import") == []


def test_an_archive_that_holds_another_image_is_refused(image: Image) -> None:
    containerd = Containerd(brings="tracking:2")
    with pytest.raises(ImageMissingError, match=r"images\.tracking: got tracking:1, which .* hold"):
        containerd.store().load((image,), quiet)


def test_an_image_that_can_come_from_nowhere_is_refused_by_name(tmp_path: Path) -> None:
    store = Containerd().store()
    with pytest.raises(ImageMissingError, match=r"images\.tracking: got t:1, without an archive"):
        store.load((Image(name="tracking", reference="t:1"),), quiet)
    gone = Image(name="tracking", reference="t:1", archive=tmp_path / "gone.tar")
    with pytest.raises(ImageMissingError, match=r"no file .*gone\.tar"):
        store.load((gone,), quiet)
