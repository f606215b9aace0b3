"""The models that are served: two kinds of trees, one with categories, one that stays as it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.ensemble import GradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer

from slipway.serving.package import MODEL_FOLDER, Engine, package_model
from slipway.serving.release.compile.compile import compile_package
from tests.serving.package.saved_models import save
from tests.serving.release.compile.models import (
    Model,
    above,
    applications,
    encoder,
    numbers,
    repaid,
)

if TYPE_CHECKING:
    from pathlib import Path

MODELS: dict[str, Model] = {
    "forest": (RandomForestClassifier(50, random_state=0), numbers, above),
    "boosting": (GradientBoostingClassifier(random_state=0), numbers, above),
    "linear-categories": (
        make_pipeline(encoder(), LogisticRegression(max_iter=2000)), applications, repaid,
    ),
    # A step that has no graph, from numpy so that every server can unpickle it.
    "not-compiled": (
        make_pipeline(FunctionTransformer(np.cbrt), RandomForestClassifier(50, random_state=0)),
        numbers, above,
    ),
}  # fmt: skip
_TRAINING, _HELD_OUT, _ASKED = 1, 2, 3


@dataclass(frozen=True, kw_only=True)
class ServedModel:
    """One fitted model in the two forms that servers take."""

    name: str
    mlflow: Path
    """What MLflow saved; every peer serves this."""
    package: Path
    """What a release makes of it; ours serves this."""
    engine: Engine
    rows: Any
    """A table of rows that the model was not fitted on."""


def make(name: str, folder: Path) -> ServedModel:
    """Fits, saves, packages and compiles a model, as a release would."""
    estimator, rows, label = MODELS[name]
    table = rows(_TRAINING)
    package = folder / "package"
    save(estimator.fit(table, label(table)), folder / "saved", table, label(table), example=True)
    package_model(folder / "saved", package, name=name, version="1")
    compiled = compile_package(package, rows(_HELD_OUT), folder)
    return ServedModel(
        name=name,
        mlflow=package / MODEL_FOLDER,
        package=compiled.package,
        engine=compiled.compilation.engine,
        rows=rows(_ASKED),
    )
