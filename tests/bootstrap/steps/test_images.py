from pathlib import Path

import pytest

from bootstrap.console import Progress
from bootstrap.faults import Fault
from bootstrap.image_builder import build
from bootstrap.places import Places
from bootstrap.steps.images import Image, images_step, read_images


def test_the_builders_images_are_kept_for_later_steps(
    places: Places, progress: Progress, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = Path("/cache/images/pause-1.tar")
    asked: list[tuple[Path, ...]] = []

    def ensure_images(tools: Path, cache: Path, clone: Path, _: object) -> object:
        asked.append((tools, cache, clone))
        return {"pause": build.BuiltImage("slipway.local/pause:1", archive)}

    monkeypatch.setattr(build, "ensure_images", ensure_images)
    assert images_step(places).run(progress) == "1 images"
    assert asked == [(places.bin, places.cache, places.clone)]
    assert read_images(places) == {
        "pause": Image(reference="slipway.local/pause:1", archive=archive)
    }


def test_without_a_record_the_remedy_is_named(places: Places) -> None:
    with pytest.raises(Fault, match="no images are recorded; run `make up`"):
        read_images(places)
