"""Trains the sample's candidates, each a tracked run, and registers the best of them."""

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import mlflow
import pandas as pd
from mlflow.models import infer_signature
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from examples.car_loan.columns import CATEGORICAL, FEATURES, MODEL, NUMERIC, REFERENCE, TARGET

HELD_OUT_SHARE = 0.2
SEED = 20_261


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """One way to fit the data."""

    name: str
    estimator: LogisticRegression | HistGradientBoostingClassifier


CANDIDATES = (
    Candidate(name="linear", estimator=LogisticRegression(max_iter=1000)),
    Candidate(
        name="boosted",
        estimator=HistGradientBoostingClassifier(max_iter=80, random_state=SEED),
    ),
)


@dataclass(frozen=True, kw_only=True)
class Fitted:
    """A fitted candidate and what the held-out rows say of it."""

    candidate: Candidate
    pipeline: Pipeline
    roc_auc: float
    accuracy: float


def typed(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with the types that the model's signature has."""
    return rows.astype(dict.fromkeys(CATEGORICAL, str) | dict.fromkeys(NUMERIC, "float64"))


def reference_rows() -> pd.DataFrame:
    """The reference rows: features and target."""
    rows = pd.read_parquet(REFERENCE, columns=[*FEATURES, TARGET])
    return typed(rows).astype({TARGET: "int64"})


def train() -> int:
    """Tracks every candidate, registers the best one and returns its version."""
    rows = reference_rows()
    fit_rows, held_out = train_test_split(
        rows, test_size=HELD_OUT_SHARE, random_state=SEED, stratify=rows[TARGET]
    )
    mlflow.set_experiment(MODEL)
    tracked = [
        (fitted, _track(fitted, held_out))
        for fitted in (_fit(candidate, fit_rows, held_out) for candidate in CANDIDATES)
    ]
    best, model_uri = max(tracked, key=lambda pair: pair[0].roc_auc)
    registered = mlflow.register_model(model_uri, MODEL, tags={"candidate": best.candidate.name})
    return int(registered.version)


def _fit(candidate: Candidate, fit_rows: pd.DataFrame, held_out: pd.DataFrame) -> Fitted:
    encode = ColumnTransformer(
        [
            ("numeric", StandardScaler(), list(NUMERIC)),
            (
                "categorical",
                OneHotEncoder(handle_unknown="ignore", sparse_output=False),
                list(CATEGORICAL),
            ),
        ]
    )
    pipeline = Pipeline([("encode", encode), ("classify", candidate.estimator)])
    pipeline.fit(fit_rows[list(FEATURES)], fit_rows[TARGET])
    features, truth = held_out[list(FEATURES)], held_out[TARGET]
    return Fitted(
        candidate=candidate,
        pipeline=pipeline,
        roc_auc=float(roc_auc_score(truth, pipeline.predict_proba(features)[:, 1])),
        accuracy=float(accuracy_score(truth, pipeline.predict(features))),
    )


def _track(fitted: Fitted, held_out: pd.DataFrame) -> str:
    """Logs one run with parameters, metrics, model and held-out rows; returns the model's URI."""
    features = held_out[list(FEATURES)]
    with mlflow.start_run(run_name=fitted.candidate.name):
        mlflow.log_params({"candidate": fitted.candidate.name, "seed": SEED})
        mlflow.log_metrics({"roc_auc": fitted.roc_auc, "accuracy": fitted.accuracy})
        info = mlflow.sklearn.log_model(
            fitted.pipeline,
            name="model",
            signature=infer_signature(features, fitted.pipeline.predict(features)),
            # MLflow's default format refuses tree models; both ends pin the same versions.
            serialization_format="cloudpickle",
        )
        with TemporaryDirectory() as folder:
            path = Path(folder) / "held_out.parquet"
            held_out.rename(columns={TARGET: "label"}).to_parquet(path, index=False)
            mlflow.log_artifact(str(path), "evaluation")
    return str(info.model_uri)
