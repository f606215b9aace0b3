"""Loading: from a packaged model's folder to a model that has answered once."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from slipway.serving.package.engine import Engine
from slipway.serving.package.errors import PackageError
from slipway.serving.package.manifest import GRAPH_FILE, MANIFEST_FILE, MODEL_FOLDER
from slipway.serving.package.mlflow_model import read_mlflow_model
from slipway.serving.package.sklearn_flavour import load_sklearn
from slipway.serving.server.errors import ServingError
from slipway.serving.server.events import emit
from slipway.serving.server.failure import describe
from slipway.serving.server.model.output_arrays import UnservableOutputError
from slipway.serving.server.model.warm_up import warm_up_table
from slipway.serving.server.validator import Validator

if TYPE_CHECKING:
    from pathlib import Path

    from slipway.serving.package.manifest import Manifest
    from slipway.serving.server.model.model import Model
    from slipway.serving.server.table import Batch


def load_model(folder: Path, manifest: Manifest) -> Model:
    """The model, warmed up; a model that can't answer its own example never becomes ready."""
    model = _load(folder, manifest)
    try:
        model.predict(_warm_up_batch(folder, manifest))
    except PackageError:
        raise
    except Exception as failure:
        made_up = manifest.example is None and not isinstance(failure, UnservableOutputError)
        if not made_up or not model.outputs:
            raise PackageError(
                str(folder),
                got=f"a model that fails on its warm-up row: {describe(failure)}",
                expected="one value per row",
                remedy="Try the model with the pinned libraries, or package it with an example.",
            ) from failure
        # A made-up row may hold a category that the model never saw, which proves nothing.
        emit("warm-up-failed", failure=describe(failure), remedy="package the model with example=")
    return model


def _warm_up_batch(folder: Path, manifest: Manifest) -> Batch:
    try:
        return Validator(manifest.signature).check(warm_up_table(manifest))
    except ServingError as fault:
        raise PackageError(
            f"{folder / MANIFEST_FILE}.example", got=f"a row with faults: {fault}", expected="a row"
        ) from fault


def _load(folder: Path, manifest: Manifest) -> Model:
    """Every library that a model needs is imported here, and only if it needs it."""
    if manifest.engine is Engine.ONNX:
        from slipway.serving.server.model.onnx_model import OnnxModel  # noqa: PLC0415

        return OnnxModel.load(folder / GRAPH_FILE, manifest.signature)
    folder /= MODEL_FOLDER
    saved = read_mlflow_model(folder)
    if saved.sklearn is not None and manifest.signature.outputs:
        from slipway.serving.server.model.sklearn_model import SklearnModel  # noqa: PLC0415

        estimator = load_sklearn(folder, saved.sklearn)
        return SklearnModel(estimator, manifest.signature)  # type: ignore[arg-type]  # foreign
    from slipway.serving.server.model.pyfunc_model import PyfuncModel  # noqa: PLC0415

    mlflow = importlib.import_module("mlflow.pyfunc")
    return PyfuncModel(mlflow.load_model(str(folder)), manifest.signature)
