import json
import os
import tarfile
from pathlib import Path

import pytest

from bootstrap.image_builder.build import ensure_images
from bootstrap.places import find_places

REPOSITORY = Path(__file__).resolve().parents[3]


@pytest.mark.bare
def test_a_real_build_makes_an_archive_that_a_cluster_can_load(tmp_path: Path) -> None:
    said: list[str] = []
    tools = Path(os.environ.get("SLIPWAY_TEST_TOOLS", find_places().bin))
    images = ensure_images(tools, tmp_path, REPOSITORY, said.append, names=("pause",))
    with tarfile.open(images["pause"].archive) as archive:
        manifest = json.loads(_read(archive, "manifest.json"))
        config = json.loads(_read(archive, manifest[0]["Config"]))
    assert [entry["RepoTags"] for entry in manifest] == [[images["pause"].reference]]
    assert config["config"]["User"] == "65532:65532"
    assert config["config"]["Entrypoint"] == ["/usr/bin/pause"]

    said.clear()
    assert ensure_images(tools, tmp_path, REPOSITORY, said.append, names=("pause",)) == images
    assert said[-1] == "1 of 1 images are up to date"
    assert str(tmp_path) not in Path("/proc/self/mountinfo").read_text()


def _read(archive: tarfile.TarFile, name: str) -> bytes:
    stream = archive.extractfile(name)
    assert stream is not None
    return stream.read()
