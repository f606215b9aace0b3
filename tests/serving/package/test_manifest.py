from __future__ import annotations

import dataclasses
import json
from typing import TYPE_CHECKING

import pytest

from slipway.serving.package import (
    MANIFEST_FILE,
    Column,
    ColumnType,
    Engine,
    Manifest,
    PackageError,
    Signature,
    Task,
    read_manifest,
    write_manifest,
)

if TYPE_CHECKING:
    from pathlib import Path

MANIFEST = Manifest(
    name="car-loan",
    version="3",
    flavour="sklearn",
    task=Task.BINARY,
    signature=Signature(inputs=(Column(name="größe", type=ColumnType.DOUBLE, required=False),)),
    libraries={"python": "3.11.7"},
)


def test_a_manifest_survives_the_way_to_disk_and_back(tmp_path: Path) -> None:
    write_manifest(tmp_path, MANIFEST)
    assert read_manifest(tmp_path) == MANIFEST


def test_a_package_from_before_models_were_compiled_runs_in_its_flavour(tmp_path: Path) -> None:
    write_manifest(tmp_path, dataclasses.replace(MANIFEST, engine=Engine.ONNX))
    assert read_manifest(tmp_path).engine is Engine.ONNX
    document = json.loads((tmp_path / MANIFEST_FILE).read_text())
    del document["engine"]
    (tmp_path / MANIFEST_FILE).write_text(json.dumps(document))
    assert read_manifest(tmp_path).engine is Engine.FLAVOUR


def test_a_folder_without_a_manifest_is_told_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(PackageError, match="slipway model package"):
        read_manifest(tmp_path)
    with pytest.raises(PackageError, match="no such folder"):
        read_manifest(tmp_path / "absent")


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        (["schema"], "slipway-model/9", "schema: got 'slipway-model/9'"),
        (["name"], None, "name: got nothing; expected a string"),
        (["engine"], "steam", "engine: got 'steam'; expected one of flavour, onnx"),
        (["task"], "ranking", "task: got 'ranking'; expected one of binary"),
        (["signature", "inputs"], {}, "signature.inputs: got an object; expected a list"),
        (["signature", "inputs", 0, "type"], "blob", r"inputs\[0\].type: got 'blob'"),
        (["signature", "inputs", 0, "required"], "yes", r"inputs\[0\].required: got a string"),
        (["libraries"], {"python": 3}, "expected an object of strings"),
    ],
)
def test_a_wrong_field_is_named_by_its_path(
    path: list[str | int], value: object, sentence: str, tmp_path: Path
) -> None:
    write_manifest(tmp_path, MANIFEST)
    document = json.loads((tmp_path / MANIFEST_FILE).read_text())
    place = document
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    (tmp_path / MANIFEST_FILE).write_text(json.dumps(document))

    with pytest.raises(PackageError, match=sentence):
        read_manifest(tmp_path)


def test_text_that_is_not_json_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / MANIFEST_FILE).write_text("{")
    with pytest.raises(PackageError, match="got text that is not JSON"):
        read_manifest(tmp_path)
