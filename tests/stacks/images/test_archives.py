from pathlib import Path

import pytest

from slipway.serving.release.image.archive import Archive
from slipway.serving.release.image.blob import digest_of
from slipway.stacks.images.archives import LocalArchives
from slipway.stacks.images.errors import NoArchivesError
from tests.stacks.images.support.builds import build


def _archives(folder: Path, **in_use: Path) -> LocalArchives:
    return LocalArchives(folder=folder, in_use=in_use)


def test_the_newest_build_is_current_where_no_stack_names_one(tmp_path: Path) -> None:
    build(tmp_path, "tracking", "old", age=60)
    new = build(tmp_path, "tracking", "new")
    assert _archives(tmp_path).current("tracking").path == new


def test_the_build_that_the_stack_runs_is_current_even_if_it_is_older(tmp_path: Path) -> None:
    old = build(tmp_path, "tracking", "old", age=60)
    build(tmp_path, "tracking", "new")
    assert _archives(tmp_path, tracking=old).current("tracking").path == old


def test_a_build_that_the_stack_names_and_that_is_gone_gives_way(tmp_path: Path) -> None:
    new = build(tmp_path, "tracking", "new")
    gone = tmp_path / "gone.tar"
    assert _archives(tmp_path, tracking=gone).current("tracking").path == new


def test_any_build_with_the_wanted_content_matches(tmp_path: Path) -> None:
    old = build(tmp_path, "tracking", "old", age=60)
    build(tmp_path, "tracking", "new")
    wanted = digest_of(Archive.open(old).config)
    found = _archives(tmp_path).matching("tracking", wanted)
    assert found is not None
    assert found.path == old
    assert _archives(tmp_path).matching("tracking", digest_of(b"other")) is None


def test_the_clusters_own_images_and_other_files_are_left_out(tmp_path: Path) -> None:
    for name in ("tracking", "metrics-server", "pause"):
        build(tmp_path, name, "x")
    (tmp_path / "tracking-unfinished.tar").touch()
    assert _archives(tmp_path).names() == ["tracking"]


def test_an_image_that_was_never_built_is_named(tmp_path: Path) -> None:
    with pytest.raises(NoArchivesError, match=f"{tmp_path}: got no archive of tracking"):
        _archives(tmp_path).current("tracking")
