"""Tiny real models, saved by MLflow itself."""

from __future__ import annotations

import time
import warnings
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import sklearn
from sklearn.base import BaseEstimator, RegressorMixin
from sklearn.compose import make_column_transformer
from sklearn.ensemble import RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder

if TYPE_CHECKING:
    from pathlib import Path

ROWS = 120


def loans() -> pd.DataFrame:
    """Applications with one column of every type; `debt` has gaps, so it is optional."""
    random = np.random.default_rng(7)
    table = pd.DataFrame(
        {
            "income": random.normal(40, 12, ROWS),
            "debt": random.normal(5, 2, ROWS),
            "rate": random.uniform(1, 9, ROWS).astype("float32"),
            "age": random.integers(18, 80, ROWS),
            "rooms": random.integers(1, 6, ROWS).astype("int32"),
            "member": random.random(ROWS) > 0.5,
            "region": random.choice(["north", "south", "east"], ROWS),
            "since": pd.Timestamp("2020-01-01") + pd.to_timedelta(np.arange(ROWS), unit="D"),
        }
    )
    table.loc[[3, 9], "debt"] = np.nan
    return table


def repaid(table: pd.DataFrame) -> pd.Series[int]:
    """The label that the classifiers learn."""
    return (table["income"] + 3 * table["rate"] > 55).astype("int64")


def loan_pipeline() -> BaseEstimator:
    """A fitted pipeline that refuses a region it never saw."""
    columns = make_column_transformer(
        (OneHotEncoder(), ["region"]),
        (SimpleImputer(), ["income", "debt", "rate", "age", "rooms", "member"]),
    )
    table = loans()
    return make_pipeline(columns, LogisticRegression(max_iter=2000)).fit(table, repaid(table))


def save_loan(folder: Path, *, example: bool = True) -> None:
    """The pipeline, with a signature of every column type."""
    table = loans()
    save(loan_pipeline(), folder, table, repaid(table), example=example)


def save_sum(folder: Path) -> None:
    """A regression that gives a + 1000 b exactly enough to recognise a reply."""
    table = pd.DataFrame(np.random.default_rng(1).normal(size=(50, 2)), columns=["a", "b"])
    target = table["a"] + 1000 * table["b"]
    save(LinearRegression().fit(table, target), folder, table, target)


def save_matrix(folder: Path) -> None:
    """A forest of three classes, trained on a matrix without column names."""
    inputs = np.random.default_rng(2).normal(size=(90, 3))
    labels = np.array(["low", "middle", "high"])[np.digitize(inputs[:, 0], [-0.5, 0.5])]
    save(RandomForestClassifier(5, random_state=0).fit(inputs, labels), folder, inputs, labels)


def save_sleeper(folder: Path) -> None:
    """A model that takes as long as its input says, and fails on a negative one."""

    # Local, so that it is pickled by value: the server's process can't import this module.
    class Sleeper(RegressorMixin, BaseEstimator):
        def fit(self, *_: object) -> Sleeper:
            return self

        def predict(self, table: pd.DataFrame) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
            seconds = table["seconds"].to_numpy()
            if (seconds < 0).any():
                message = f"secret value {seconds[0]}"
                raise RuntimeError(message)
            time.sleep(float(seconds.sum()))
            return np.asarray(seconds * 2.0)

    table = pd.DataFrame({"seconds": [0.0, 0.5]})
    save(Sleeper(), folder, table, table["seconds"])


def save(
    estimator: object, folder: Path, inputs: object, outputs: object, *, example: bool = False
) -> None:
    """MLflow's own save, with the pins given so that it need not guess them in a subprocess."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import mlflow.sklearn  # noqa: PLC0415 - its import warns, and slows tests without models
        from mlflow.models import infer_signature  # noqa: PLC0415 - as above

        mlflow.sklearn.save_model(
            estimator,
            folder,
            signature=infer_signature(inputs, outputs),
            input_example=inputs.head(1) if example else None,  # type: ignore[attr-defined]
            serialization_format="cloudpickle",
            pip_requirements=[f"scikit-learn=={sklearn.__version__}"],
        )
