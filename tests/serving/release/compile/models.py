"""Fitted models of the kinds that teams release, with rows that none of them was fitted on."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from lightgbm import LGBMClassifier, LGBMRegressor
from sklearn.base import BaseEstimator
from sklearn.compose import make_column_transformer
from sklearn.ensemble import (
    ExtraTreesClassifier,
    GradientBoostingClassifier,
    GradientBoostingRegressor,
    HistGradientBoostingClassifier,
    RandomForestClassifier,
    RandomForestRegressor,
)
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder, StandardScaler
from xgboost import XGBClassifier, XGBRegressor

from tests.serving.package.saved_models import save

ROWS, COLUMNS = 600, 10


def applications(seed: int) -> pd.DataFrame:
    """A column of every type that a graph has."""
    random = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "income": random.normal(40, 12, ROWS),
            "rate": random.uniform(1, 9, ROWS).astype("float32"),
            "age": random.integers(18, 80, ROWS),
            "rooms": random.integers(1, 6, ROWS).astype("int32"),
            "member": random.random(ROWS) > 0.5,
            "region": random.choice(["north", "south", "east"], ROWS),
        }
    )


def repaid(table: pd.DataFrame) -> "pd.Series[int]":
    """The label that the classifiers learn."""
    return (table["income"] + 3 * table["rate"] + 9 * table["member"] > 58).astype("int64")


def numbers(seed: int, *, gaps: bool = False) -> pd.DataFrame:
    """Ten columns of doubles."""
    random = np.random.default_rng(seed)
    matrix = random.normal(size=(ROWS, COLUMNS))
    if gaps:
        matrix[random.random(matrix.shape) < 0.1] = np.nan
    return pd.DataFrame(matrix, columns=[f"x{at}" for at in range(COLUMNS)])


def above(table: pd.DataFrame) -> "pd.Series[int]":
    """A label with an interaction, for trees."""
    filled = table.fillna(0.0)
    return (filled["x0"] * filled["x1"] + filled["x2"] > 0).astype("int64")


def value(table: pd.DataFrame) -> "pd.Series[float]":
    """A number to learn."""
    return 100 * table["x0"] + table["x1"] * table["x2"]


def encoder() -> Any:
    """What most pipelines begin with."""
    return make_column_transformer(
        (OneHotEncoder(handle_unknown="ignore"), ["region"]),
        (StandardScaler(), ["income", "rate", "age", "rooms"]),
        remainder="passthrough",
    )


def shifted(table: Any) -> Any:
    """A step that no converter can look into."""
    return table + 1.0


Model = tuple[BaseEstimator, Callable[[int], pd.DataFrame], Callable[[pd.DataFrame], Any]]


def with_gaps(seed: int) -> pd.DataFrame:
    """Doubles of which a tenth is missing."""
    return numbers(seed, gaps=True)


def texts(table: pd.DataFrame) -> Any:
    """Three classes by name."""
    return np.array(["low", "middle", "high"])[np.digitize(table["x0"], [-0.5, 0.5])]


def truths(table: pd.DataFrame) -> Any:
    """Two classes that are booleans."""
    return above(table).astype(bool)


MODELS: dict[str, Model] = {
    "linear-with-categories": (
        make_pipeline(encoder(), LogisticRegression(max_iter=2000)), applications, repaid,
    ),
    "forest-with-categories": (
        make_pipeline(encoder(), RandomForestClassifier(51, random_state=0)), applications, repaid,
    ),
    "forest": (RandomForestClassifier(51, random_state=0), numbers, above),
    "even-forest": (RandomForestClassifier(50, random_state=0), numbers, above),
    "even-extra-trees": (
        make_pipeline(StandardScaler(), ExtraTreesClassifier(20, random_state=0)), numbers, texts,
    ),
    "boosting": (GradientBoostingClassifier(random_state=0), numbers, above),
    "booleans": (GradientBoostingClassifier(random_state=0), numbers, truths),
    "three-classes": (LogisticRegression(max_iter=2000), numbers, texts),
    "forest-regression": (RandomForestRegressor(30, random_state=0), numbers, value),
    "boosting-regression": (GradientBoostingRegressor(random_state=0), numbers, value),
    "linear-regression": (LinearRegression(), numbers, value),
    "imputed": (
        make_pipeline(SimpleImputer(), StandardScaler(), LogisticRegression()), with_gaps, above,
    ),
    "histogram-boosting": (HistGradientBoostingClassifier(random_state=0), with_gaps, above),
    "lightgbm": (LGBMClassifier(n_estimators=40, verbose=-1), numbers, above),
    "lightgbm-regression": (LGBMRegressor(n_estimators=40, verbose=-1), numbers, value),
    "lightgbm-with-categories": (
        make_pipeline(encoder(), LGBMClassifier(n_estimators=40, verbose=-1)), applications, repaid,
    ),
    "xgboost": (XGBClassifier(n_estimators=40), with_gaps, above),
    "xgboost-regression": (XGBRegressor(n_estimators=40), numbers, value),
    "own-step": (
        make_pipeline(FunctionTransformer(shifted), LogisticRegression()), numbers, above,
    ),
}  # fmt: skip
"""By name: the estimator, its rows by seed, and what it learns of them."""


def saved(name: str, folder: Path) -> None:
    """The model, fitted on one sample."""
    estimator, rows, label = MODELS[name]
    table = rows(1)
    save(estimator.fit(table, label(table)), folder, table, label(table))
