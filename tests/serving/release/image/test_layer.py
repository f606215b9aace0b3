import gzip
import hashlib
import io
import os
import tarfile
from pathlib import Path

import pytest

from slipway.serving.release.image.layer import (
    LayerContentError,
    compress,
    keep,
    pack_folder,
)


def test_equal_folders_give_equal_layers_whatever_their_times_and_modes(
    package: Path, tmp_path: Path
) -> None:
    first = pack_folder(package, "opt/model", tmp_path / "a.gz")
    os.utime(package / "slipway-model.json", (1, 1))
    (package / "slipway-model.json").chmod(0o600)
    second = pack_folder(package, "opt/model", tmp_path / "b.gz")
    assert first.blob.descriptor == second.blob.descriptor
    assert first.diff_id == second.diff_id


def test_one_changed_byte_gives_another_layer(package: Path, tmp_path: Path) -> None:
    first = pack_folder(package, "opt/model", tmp_path / "a.gz")
    (package / "slipway-model.json").write_text('{"name": "car-loam"}')
    second = pack_folder(package, "opt/model", tmp_path / "b.gz")
    assert first.diff_id != second.diff_id


def test_files_lie_under_opt_model_and_can_be_read_by_the_runtimes_user(
    package: Path, tmp_path: Path
) -> None:
    layer = pack_folder(package, "opt/model", tmp_path / "a.gz")
    with tarfile.open(layer.blob.path) as archive:
        entries = archive.getmembers()
    assert [entry.name for entry in entries] == [
        "opt/model",
        "opt/model/mlflow",
        "opt/model/mlflow/model.bin",
        "opt/model/slipway-model.json",
    ]
    assert {(entry.uid, entry.gid, entry.mtime) for entry in entries} == {(65532, 65532, 0)}
    assert {oct(entry.mode) for entry in entries} == {"0o755", "0o644"}


def test_the_descriptor_and_the_diff_id_are_true(package: Path, tmp_path: Path) -> None:
    layer = pack_folder(package, "opt/model", tmp_path / "a.gz")
    packed = layer.blob.path.read_bytes()
    assert layer.blob.descriptor.size == len(packed)
    assert layer.blob.descriptor.digest == f"sha256:{hashlib.sha256(packed).hexdigest()}"
    content = gzip.decompress(packed)
    assert layer.diff_id == f"sha256:{hashlib.sha256(content).hexdigest()}"


def test_a_link_in_the_package_is_refused_by_name(package: Path, tmp_path: Path) -> None:
    (package / "secret").symlink_to("/etc/passwd")
    with pytest.raises(LayerContentError, match="secret: got a link"):
        pack_folder(package, "opt/model", tmp_path / "a.gz")


def test_a_missing_package_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LayerContentError, match="got nothing"):
        pack_folder(tmp_path / "none", "opt/model", tmp_path / "a.gz")


def test_a_compressed_layer_keeps_its_bytes(tmp_path: Path) -> None:
    packed = gzip.compress(b"content", mtime=99)
    layer = keep(io.BytesIO(packed), tmp_path / "a.gz")
    assert layer.blob.path.read_bytes() == packed
    assert layer.diff_id == f"sha256:{hashlib.sha256(b'content').hexdigest()}"


def test_the_gzip_header_carries_neither_time_nor_name(tmp_path: Path) -> None:
    layer = compress(io.BytesIO(b"content"), tmp_path / "a.gz")
    header = layer.blob.path.read_bytes()[:10]
    assert header[3] == 0  # no flags, so no name
    assert header[4:8] == bytes(4)  # no time
