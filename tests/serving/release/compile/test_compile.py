"""A graph takes a model's place only where its answers are the same."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import onnx
import pandas as pd
import pytest
from sklearn.compose import make_column_transformer
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder

from slipway.serving.package import GRAPH_FILE, MANIFEST_FILE, Engine, package_model, read_manifest
from slipway.serving.release.compile import compile as compiling
from slipway.serving.release.compile.compile import Compiled, compile_package
from slipway.serving.release.compile.precision import Precision
from slipway.serving.release.gate.scorer import PackagedModel, ScoringError
from tests.serving.package.saved_models import loans, repaid, save, save_loan
from tests.serving.release.compile.models import MODELS, numbers, saved, value

# MLflow and the converters warn of their own code.
pytestmark = [pytest.mark.engine, pytest.mark.filterwarnings("ignore")]

SINGLE = {"imputed"}
"""Onnxruntime has no imputer of doubles."""
KEPT = {"own-step": "FunctionTransformer is not supported"}


def packaged(folder: Path) -> Path:
    package_model(folder / "mlflow", folder / "package", name="loan", version="1")
    return folder / "package"


def compiled(name: str, folder: Path) -> Compiled:
    saved(name, folder / "mlflow")
    return compile_package(packaged(folder), MODELS[name][1](2), folder)


@pytest.mark.parametrize("name", sorted(set(MODELS) - set(KEPT)))
def test_a_model_becomes_a_graph_that_answers_rows_of_later_alike(
    name: str, tmp_path: Path
) -> None:
    found = compiled(name, tmp_path)
    assert found.compilation.engine is Engine.ONNX, found.compilation.reason
    precision = Precision.SINGLE if name in SINGLE else Precision.DOUBLE
    assert found.compilation.attempts[-1].precision is precision
    later = MODELS[name][1](3)
    before, after = (
        PackagedModel(folder, read_manifest(folder)).score(later)
        for folder in (tmp_path / "package", found.package)
    )
    if before.prediction.dtype.kind == "f":
        np.testing.assert_allclose(after.prediction, before.prediction, rtol=1e-5, atol=1e-5)
    else:
        assert after.prediction.tolist() == before.prediction.tolist()
    if before.score is not None:
        np.testing.assert_allclose(after.score, before.score, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("name", sorted(KEPT))
def test_what_has_no_graph_is_served_as_it_is_and_the_evidence_says_why(
    name: str, tmp_path: Path
) -> None:
    found = compiled(name, tmp_path)
    assert found.package == tmp_path / "package"
    evidence = json.loads(found.compilation.as_json())
    assert evidence["engine"] == "flavour"
    assert KEPT[name] in evidence["reason"]


def test_the_image_gets_the_graph_and_neither_flavour_nor_pickles(tmp_path: Path) -> None:
    found = compiled("linear-regression", tmp_path)
    assert {one.name for one in found.package.iterdir()} == {GRAPH_FILE, MANIFEST_FILE}
    before, after = read_manifest(tmp_path / "package"), read_manifest(found.package)
    assert (before.engine, after.engine) == (Engine.FLAVOUR, Engine.ONNX)
    assert after.signature == before.signature


@pytest.mark.parametrize("name", ["forest-with-categories", "histogram-boosting", "imputed"])
def test_equal_models_give_equal_bytes(name: str, tmp_path: Path) -> None:
    saved(name, tmp_path / "mlflow")
    package = packaged(tmp_path)
    first, second = (
        compile_package(package, MODELS[name][1](2), tmp_path / str(at)).package / GRAPH_FILE
        for at in range(2)
    )
    assert first.read_bytes() == second.read_bytes()


def test_a_graph_is_served_without_the_libraries_of_training(tmp_path: Path) -> None:
    found = compiled("forest-with-categories", tmp_path)
    program = (
        "import sys; from pathlib import Path; "
        "from slipway.serving.package import read_manifest; "
        "from slipway.serving.server.model.load import load_model; "
        f"folder = Path({str(found.package)!r}); load_model(folder, read_manifest(folder)); "
        "print(sorted({'pandas', 'sklearn', 'scipy', 'mlflow', 'joblib'} & set(sys.modules)))"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "[]"


def test_another_models_graph_is_found_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = numbers(1)
    save(LinearRegression().fit(table, value(table)), tmp_path / "mlflow", table, value(table))
    other = compiled("linear-regression", tmp_path / "other")
    graph = (other.package / GRAPH_FILE).read_bytes()
    package = packaged(tmp_path)
    assert compile_package(package, numbers(2), tmp_path / "same").compilation.engine is Engine.ONNX

    # The same graph with one coefficient changed by a hundredth of a percent.
    model = onnx.load_from_string(graph)
    weights = next(one for one in model.graph.initializer if one.name == "coef")
    values = onnx.numpy_helper.to_array(weights).copy()
    values.flat[0] *= 1.0001
    weights.CopyFrom(onnx.numpy_helper.from_array(values, "coef"))

    def wrong(_package: Path, _precision: Precision, out: Path, _limit: float) -> None:
        out.write_bytes(model.SerializeToString())

    monkeypatch.setattr(compiling, "_convert", wrong)
    found = compile_package(package, numbers(2), tmp_path / "wrong").compilation
    assert found.engine is Engine.FLAVOUR
    assert "other answers on 600 held-out rows" in found.reason
    agreement = found.attempts[0].agreement
    assert agreement is not None
    assert agreement.outside > 0


def strict(folder: Path) -> Path:
    """A model that knows three regions and refuses every other."""
    table, labels = loans()[["region"]], repaid(loans())
    columns = make_column_transformer((OneHotEncoder(), ["region"]))
    model = make_pipeline(columns, LogisticRegression()).fit(table, labels)
    save(model, folder / "mlflow", table, labels, example=True)
    return packaged(folder)


def test_a_row_that_the_model_refuses_is_refused_by_its_graph(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    found = compile_package(strict(tmp_path), loans(), tmp_path)
    assert found.compilation.engine is Engine.ONNX
    graph = PackagedModel(found.package, read_manifest(found.package))
    capfd.readouterr()
    with pytest.raises(ScoringError):
        graph.score(pd.DataFrame({"region": ["secret-town"]}))
    assert "secret-town" not in capfd.readouterr().err


def test_a_graph_that_answers_what_the_model_refuses_is_no_equal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = strict(tmp_path)
    graph = compile_package(package, loans(), tmp_path / "strict").package / GRAPH_FILE
    model = onnx.load(graph)
    (encoder,) = (node for node in model.graph.node if node.op_type == "OneHotEncoder")
    next(one for one in encoder.attribute if one.name == "zeros").i = 1

    def lenient(_package: Path, _precision: Precision, out: Path, _limit: float) -> None:
        out.write_bytes(model.SerializeToString())

    monkeypatch.setattr(compiling, "_convert", lenient)
    found = compile_package(package, loans(), tmp_path / "lenient").compilation
    assert found.engine is Engine.FLAVOUR
    assert "another answer to an unseen text of column 'region'" in found.reason


def test_columns_that_a_graph_has_no_type_for_are_named(tmp_path: Path) -> None:
    save_loan(tmp_path / "mlflow")
    found = compile_package(packaged(tmp_path), loans(), tmp_path).compilation
    assert found.engine is Engine.FLAVOUR
    assert found.reason == "column 'since' is a time, which a graph has no type for"


@pytest.mark.parametrize("rows", [None, numbers(2).head(99)], ids=["none", "too-few"])
def test_without_enough_rows_nothing_is_proved(rows: pd.DataFrame | None, tmp_path: Path) -> None:
    saved("linear-regression", tmp_path / "mlflow")
    found = compile_package(packaged(tmp_path), rows, tmp_path).compilation
    assert found.engine is Engine.FLAVOUR
    assert "at least 100 are needed to compare answers" in found.reason


def test_a_conversion_that_never_ends_is_given_up(tmp_path: Path) -> None:
    saved("linear-regression", tmp_path / "mlflow")
    package = packaged(tmp_path)
    found = compile_package(package, numbers(2), tmp_path, time_limit=0.01).compilation
    assert found.engine is Engine.FLAVOUR
    assert "no graph after 0.01 s" in found.reason
