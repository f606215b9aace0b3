"""A model of every column type that answers whatever the signature lets in.

Whatever still comes back as a 5xx from it is a fault of the server's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sklearn.compose import make_column_transformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder

from slipway.serving.package import package_model
from tests.serving.package.saved_models import loans, repaid, save

if TYPE_CHECKING:
    from pathlib import Path

NAME = "tolerant"
VERSION = "7"


def package_tolerant(folder: Path) -> Path:
    """The packaged model, made below the folder."""
    columns = make_column_transformer(
        (OneHotEncoder(handle_unknown="ignore"), ["region"]),
        (SimpleImputer(), ["income", "debt", "rate", "age", "rooms", "member"]),
    )
    table = loans()
    pipeline = make_pipeline(columns, LogisticRegression(max_iter=2000))
    save(pipeline.fit(table, repaid(table)), folder / "mlflow", table, repaid(table))
    package_model(folder / "mlflow", folder / "model", name=NAME, version=VERSION)
    return folder / "model"
