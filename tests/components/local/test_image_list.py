from pathlib import Path

from slipway.components.local.image_list import ImageList
from slipway.components.local.spec import Image


def test_a_newer_image_replaces_the_one_of_its_name(tmp_path: Path) -> None:
    known = ImageList.of(tmp_path)
    old, new = (Image(name="tracking", reference=f"tracking:{tag}") for tag in ("1", "2"))
    known.add((old, Image(name="registry", reference="registry:1")))
    known.add((new,))
    assert known.holds((new, Image(name="registry", reference="registry:1")))
    assert not known.holds((old,))


def test_only_images_whose_archive_exists_are_offered_to_a_new_node(tmp_path: Path) -> None:
    archive = tmp_path / "registry.tar"
    archive.touch()
    here = Image(name="registry", reference="registry:1", archive=archive)
    gone = Image(name="tracking", reference="tracking:1", archive=tmp_path / "gone.tar")
    known = ImageList.of(tmp_path)
    known.add((here, gone))
    assert known.available() == (here,)


def test_a_cluster_that_was_never_given_images_holds_none(tmp_path: Path) -> None:
    known = ImageList.of(tmp_path)
    assert known.holds(())
    assert not known.holds((Image(name="registry", reference="registry:1"),))
