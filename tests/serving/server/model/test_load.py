from __future__ import annotations

import warnings
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from slipway.serving.package import PackageError, Task, package_model, read_manifest
from slipway.serving.server.model.load import load_model
from slipway.serving.server.model.warm_up import warm_up_table
from slipway.serving.server.validator import Validator
from tests.serving.package import saved_models
from tests.serving.server import loan_rows

if TYPE_CHECKING:
    from pathlib import Path

    from slipway.serving.server.model.model import Model
    from slipway.serving.server.table import Batch


def values(model: Model, batch: Batch) -> dict[str, list[object]]:
    return {output.name: output.values.tolist() for output in model.predict(batch)}  # noqa: PD011 - no pandas


def test_a_made_up_row_that_the_model_refuses_does_not_stop_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    saved_models.save_loan(tmp_path / "mlflow", example=False)
    manifest = package_model(tmp_path / "mlflow", tmp_path / "model", name="loan", version="1")
    assert manifest.example is None
    load_model(tmp_path / "model", manifest)
    assert '"event": "warm-up-failed"' in capsys.readouterr().err


def test_an_example_that_does_not_fit_the_signature_is_named(loan_model: Path) -> None:
    manifest = replace(read_manifest(loan_model), example={"income": "much"})
    with pytest.raises(PackageError, match="column 'income': got a string"):
        load_model(loan_model, manifest)


def test_a_model_saved_by_skops_is_loaded(tmp_path: Path) -> None:
    from sklearn.linear_model import LinearRegression  # noqa: PLC0415

    table = pd.DataFrame({"a": [0.0, 1.0, 2.0]})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import mlflow.sklearn  # noqa: PLC0415 - its import warns
        from mlflow.models import infer_signature  # noqa: PLC0415 - as above

        mlflow.sklearn.save_model(
            LinearRegression().fit(table, table["a"] * 3),
            tmp_path / "mlflow",
            signature=infer_signature(table, table["a"]),
            pip_requirements=["scikit-learn"],
        )
    assert (tmp_path / "mlflow" / "model.skops").is_file()
    manifest = package_model(tmp_path / "mlflow", tmp_path / "model", name="m", version="1")
    model = load_model(tmp_path / "model", replace(manifest, example={"a": 7.0}))
    batch = Validator(manifest.signature).check(
        warm_up_table(replace(manifest, example={"a": 7.0}))
    )
    assert values(model, batch) == {"prediction": pytest.approx([21.0])}


def save_pyfunc(folder: Path, *, wide: bool = False) -> None:
    """A model of no library: its result is text, or a table of two columns."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import mlflow.pyfunc  # noqa: PLC0415 - its import warns
        from mlflow.models import infer_signature  # noqa: PLC0415 - as above

        class Words(mlflow.pyfunc.PythonModel):  # type: ignore[misc]  # MLflow is untyped here
            def predict(self, context: object, model_input: pd.DataFrame) -> object:  # noqa: ARG002
                text = model_input["n"].astype(str) + "!"
                return pd.DataFrame({"text": text, "half": model_input["n"] / 2}) if wide else text

        mlflow.pyfunc.save_model(
            folder,
            python_model=Words(),
            signature=infer_signature(pd.DataFrame({"n": np.array([1, 2])})),
            pip_requirements=["pandas"],
        )


@pytest.mark.parametrize("wide", [False, True])
def test_another_flavour_is_served_by_mlflow_and_its_outputs_learned(
    tmp_path: Path,
    wide: bool,  # noqa: FBT001
) -> None:
    save_pyfunc(tmp_path / "mlflow", wide=wide)
    manifest = package_model(tmp_path / "mlflow", tmp_path / "model", name="m", version="1")
    assert (manifest.flavour, manifest.task) == ("python_function", Task.UNKNOWN)

    manifest = replace(manifest, example={"n": 4})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = load_model(tmp_path / "model", manifest)
        batch = Validator(manifest.signature).check(warm_up_table(manifest))
        found = values(model, batch)
    assert found == ({"text": ["4!"], "half": [2.0]} if wide else {"prediction": ["4!"]})
    kinds = [column.type.value for column in model.outputs]
    assert kinds == (["string", "double"] if wide else ["string"])


def test_the_estimator_of_the_loan_model_answers_as_in_training(loan_model: Path) -> None:
    manifest = read_manifest(loan_model)
    model = load_model(loan_model, manifest)
    batch = Validator(manifest.signature).check(warm_up_table(manifest))
    assert values(model, batch)["score"] == pytest.approx(loan_rows.scores(1))
