import tarfile
from pathlib import Path

import pytest

from slipway.serving.release.image.archive import Archive, ArchiveError
from tests.serving.release.support.archives import docker_archive, layer_tar

LAYERS = [layer_tar({"opt/venv/bin/python": b"python"}), layer_tar({"opt/slipway/x.py": b"x"})]


@pytest.mark.parametrize("packed", [False, True], ids=["plain layers", "gzip layers"])
def test_the_layers_come_out_compressed_in_order_and_as_promised(
    tmp_path: Path, *, packed: bool
) -> None:
    archive = Archive.open(docker_archive(tmp_path / "image.tar", LAYERS, packed=packed))
    layers = list(archive.layers(tmp_path))
    assert tuple(layer.diff_id for layer in layers) == archive.diff_ids
    with tarfile.open(layers[0].blob.path, "r:gz") as first:
        assert first.getnames() == ["opt/venv/bin/python"]


def test_a_layer_that_differs_from_the_config_is_refused(tmp_path: Path) -> None:
    path = docker_archive(tmp_path / "image.tar", LAYERS)
    content = path.read_bytes().replace(b"python" + bytes(10), b"pithon" + bytes(10))
    path.write_bytes(content)
    with pytest.raises(ArchiveError, match=r"got 0/layer\.tar with sha256:"):
        list(Archive.open(path).layers(tmp_path))


def test_a_missing_archive_is_named(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match=r"runtime\.tar: got nothing; expected an image archive"):
        Archive.open(tmp_path / "runtime.tar")


def test_a_file_that_is_no_archive_is_named(tmp_path: Path) -> None:
    path = tmp_path / "runtime.tar"
    path.write_text("hello" * 500)
    with pytest.raises(ArchiveError, match="expected a tar file"):
        Archive.open(path)


def test_a_tar_without_a_manifest_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "runtime.tar"
    path.write_bytes(layer_tar({"x": b"x"}))
    with pytest.raises(ArchiveError, match=r"got no manifest\.json; expected a docker-archive"):
        Archive.open(path)
