"""An MLflow registry in a SQLite file, with small models that differ in how good they are."""

import shutil
import warnings
from dataclasses import dataclass
from pathlib import Path

import mlflow
import numpy as np
import pandas as pd
from mlflow.models import infer_signature
from sklearn.linear_model import LogisticRegression

MODEL = "car-loan"
GOOD, WORSE, BETTER, BLIND = 1, 2, 3, 4
"""Versions: two of three columns; one column; all three; without held-out rows."""
_COLUMNS = ["income", "age", "debt"]
_USED = {GOOD: ["income", "age"], WORSE: ["income"], BETTER: _COLUMNS, BLIND: _COLUMNS}


@dataclass(frozen=True, kw_only=True)
class Tracking:
    """A registry with versions 1 to 4 of a model."""

    uri: str

    @classmethod
    def create(cls, folder: Path) -> "Tracking":
        uri = f"sqlite:///{folder / 'mlflow.db'}"
        before = mlflow.get_tracking_uri(), mlflow.get_registry_uri()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            mlflow.set_tracking_uri(uri)
            mlflow.set_registry_uri(uri)
            try:
                _register_all(folder)
            finally:
                mlflow.set_tracking_uri(before[0])
                mlflow.set_registry_uri(before[1])
        return cls(uri=uri)

    def copy_to(self, folder: Path) -> "Tracking":
        """A registry of one's own, with the same files behind it."""
        source = Path(self.uri.removeprefix("sqlite:///"))
        target = folder / "mlflow.db"
        shutil.copyfile(source, target)
        return Tracking(uri=f"sqlite:///{target}")


def rows(count: int, seed: int) -> pd.DataFrame:
    draw = np.random.default_rng(seed)
    frame = pd.DataFrame(draw.normal(size=(count, 3)), columns=_COLUMNS)
    hidden = frame["income"] + frame["age"] + frame["debt"] + draw.normal(size=count)
    return frame.assign(label=(hidden > 0).astype("int64"))


def fitted(version: int) -> LogisticRegression:
    """A model that learned from the columns of a version; the others' weights are zero."""
    train = rows(2_000, seed=1)
    unused = [name for name in _COLUMNS if name not in _USED[version]]
    features = train[_COLUMNS].copy()
    features[unused] = 0.0
    return LogisticRegression().fit(features, train["label"])


def _register_all(folder: Path) -> None:
    experiment = mlflow.create_experiment("sample", artifact_location=str(folder / "artifacts"))
    held_out = folder / "held_out.parquet"
    rows(400, seed=2).to_parquet(held_out, index=False)
    example = rows(20, seed=3)[_COLUMNS]
    for version in (GOOD, WORSE, BETTER, BLIND):
        model = fitted(version)
        with mlflow.start_run(experiment_id=experiment):
            mlflow.sklearn.log_model(
                model,
                name="model",
                signature=infer_signature(example, model.predict(example)),
                registered_model_name=MODEL,
                pip_requirements=["scikit-learn"],  # else MLflow loads the model to find out
            )
            if version != BLIND:
                mlflow.log_artifact(str(held_out), "evaluation")
