"""Rows of the loan model in every protocol's form, and what the model itself says of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.serving.package.saved_models import loan_pipeline, loans
from tests.serving.server.server_process import v2

if TYPE_CHECKING:
    import pandas as pd

DATATYPES = {
    "income": "FP64",
    "debt": "FP64",
    "rate": "FP32",
    "age": "INT64",
    "rooms": "INT32",
    "member": "BOOL",
    "region": "BYTES",
    "since": "BYTES",
}


def rows(count: int) -> pd.DataFrame:
    """The first rows; the fourth has a gap in `debt`."""
    return loans().head(count)


def records(count: int) -> list[dict[str, object]]:
    """JSON objects; a gap is null."""
    table = rows(count).astype({"since": "str", "rate": "float64"})
    return [
        {str(name): None if value != value else value for name, value in record.items()}  # noqa: PLR0124 - NaN
        for record in table.to_dict("records")
    ]


def tensors(count: int) -> dict[str, object]:
    """A V2 body."""
    columns = {
        name: (kind, [record[name] for record in records(count)])
        for name, kind in DATATYPES.items()
    }
    return v2(columns)


def labels(count: int) -> list[int]:
    """The estimator's own predictions."""
    return [int(label) for label in loan_pipeline().predict(rows(count))]


def scores(count: int) -> list[float]:
    """The estimator's own probabilities of class 1."""
    return [float(score) for score in loan_pipeline().predict_proba(rows(count))[:, 1]]
