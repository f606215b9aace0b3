from __future__ import annotations

import json
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
import yaml

from slipway.serving.package import (
    Column,
    ColumnType,
    PackageError,
    Task,
    package_model,
    read_manifest,
)

if TYPE_CHECKING:
    from pathlib import Path


def test_a_packaged_model_is_read_back_as_it_was_described(
    loan_mlflow: Path, tmp_path: Path
) -> None:
    written = package_model(
        loan_mlflow, tmp_path / "out", name="car-loan", version="3", source_run_id="run-7"
    )

    assert read_manifest(tmp_path / "out") == written
    assert (written.name, written.version, written.source_run_id) == ("car-loan", "3", "run-7")
    assert (tmp_path / "out" / "mlflow" / "MLmodel").read_bytes() == (
        loan_mlflow / "MLmodel"
    ).read_bytes()


def test_the_manifest_holds_what_the_model_says_of_itself(
    loan_mlflow: Path, tmp_path: Path
) -> None:
    manifest = package_model(loan_mlflow, tmp_path / "out", name="car-loan", version="3")

    kinds = {column.name: column.type.value for column in manifest.signature.inputs}
    assert kinds == {
        "income": "double",
        "debt": "double",
        "rate": "float",
        "age": "long",
        "rooms": "integer",
        "member": "boolean",
        "region": "string",
        "since": "datetime",
    }
    optional = [column.name for column in manifest.signature.inputs if not column.required]
    assert optional == ["debt"]
    assert manifest.task is Task.BINARY
    assert manifest.signature.outputs == (
        Column(name="prediction", type=ColumnType.LONG),
        Column(name="score", type=ColumnType.DOUBLE),
    )
    assert manifest.libraries["python"].startswith("3.")
    assert "scikit-learn" in manifest.libraries
    assert manifest.example is not None
    assert manifest.example.keys() == kinds.keys()


def test_a_model_of_a_plain_matrix_gets_numbered_columns(
    matrix_mlflow: Path, tmp_path: Path
) -> None:
    manifest = package_model(matrix_mlflow, tmp_path / "out", name="iris", version="1")

    assert manifest.signature.names == ("x0", "x1", "x2")
    assert manifest.signature.matrix
    assert manifest.task is Task.MULTICLASS
    assert [column.type for column in manifest.signature.outputs] == [ColumnType.STRING]


def test_the_caller_may_say_the_task_and_the_example(loan_mlflow: Path, tmp_path: Path) -> None:
    manifest = package_model(
        loan_mlflow,
        tmp_path / "out",
        name="car-loan",
        version="3",
        task=Task.REGRESSION,
        example={"income": 1.0, "debt": float("nan"), "label": 1},
    )

    assert manifest.task is Task.REGRESSION
    assert manifest.example == {"income": 1.0, "debt": None}


def test_packaging_twice_into_the_same_folder_is_refused(loan_mlflow: Path, tmp_path: Path) -> None:
    package_model(loan_mlflow, tmp_path / "out", name="car-loan", version="3")

    with pytest.raises(PackageError, match="a new or empty folder"):
        package_model(loan_mlflow, tmp_path / "out", name="car-loan", version="4")
    assert read_manifest(tmp_path / "out").version == "3"


def test_a_model_that_fails_to_load_leaves_no_folder(loan_mlflow: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(loan_mlflow, broken)
    (broken / "model.pkl").write_bytes(b"not a pickle")

    with pytest.raises(PackageError, match="fails to load"):
        package_model(broken, tmp_path / "out", name="car-loan", version="3")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["broken"]


@pytest.mark.parametrize("name", ["Car_Loan", "", "-x", "a" * 64])
def test_a_name_that_no_service_could_have_is_refused(
    name: str, loan_mlflow: Path, tmp_path: Path
) -> None:
    with pytest.raises(PackageError, match=r"^name: got"):
        package_model(loan_mlflow, tmp_path / "out", name=name, version="1")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"signature": None}, "got no signature"),
        ({"inputs": [{"type": "double", "name": "score"}]}, "got 'score'"),
        ({"inputs": [{"type": "double"}]}, "a name for every column"),
        ({"inputs": [{"type": "binary", "name": "x"}]}, "column 'x'"),
        ({"inputs": [{"type": "double", "name": "x"}] * 2}, "got 'x' twice"),
        ({"inputs": []}, "got no columns"),
        (
            {
                "inputs": [
                    {"type": "tensor", "tensor-spec": {"dtype": "float64", "shape": [-1, 8, 8]}}
                ]
            },
            r"got shape \[-1, 8, 8\]",
        ),
    ],
)
def test_a_signature_that_can_not_be_served_is_refused_by_name(
    change: dict[str, object], sentence: str, loan_mlflow: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "changed"
    shutil.copytree(loan_mlflow, folder)
    document = yaml.safe_load((folder / "MLmodel").read_text())
    if "inputs" in change:
        document["signature"]["inputs"] = json.dumps(change["inputs"])
    else:
        document |= change
    (folder / "MLmodel").write_text(yaml.safe_dump(document))

    with pytest.raises(PackageError, match=sentence):
        package_model(folder, tmp_path / "out", name="car-loan", version="1")


def test_reading_a_manifest_loads_neither_numpy_nor_an_http_library(
    loan_mlflow: Path, tmp_path: Path
) -> None:
    package_model(loan_mlflow, tmp_path / "out", name="car-loan", version="3")
    code = (
        "import sys, pathlib; from slipway.serving.package import read_manifest;"
        "read_manifest(pathlib.Path(sys.argv[1]));"
        "print({'numpy', 'sklearn', 'mlflow', 'uvicorn', 'pandas'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, tmp_path / "out"], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "set()"
