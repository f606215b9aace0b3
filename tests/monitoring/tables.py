"""Small data for the tests of monitoring, and runs over them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from slipway.monitoring.evaluate import Options, evaluate
from slipway.monitoring.quality.label_index import LabelIndex
from slipway.monitoring.reference import Reference
from slipway.monitoring.roles import Roles
from slipway.monitoring.verdict import Subject, Verdict
from slipway.monitoring.windows import WindowSpec

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
CAR_LOAN = Path(__file__).parents[2] / "examples/car_loan/data"
CAR_LOAN_ROLES = Roles(
    identifier="id",
    time="timestamp",
    target="repaid",
    prediction="y_pred",
    scores=("y_pred_proba",),
)


def car_loan(name: str) -> pa.Table:
    return pq.read_table(CAR_LOAN / f"{name}.parquet")


def batch(columns: Mapping[str, Sequence[object] | np.ndarray | pa.Array]) -> pa.RecordBatch:
    return pa.RecordBatch.from_pydict(dict(columns))


def fit(data: pa.Table | pa.RecordBatch, roles: Roles | None = None) -> Reference:
    batches = data.to_batches() if isinstance(data, pa.Table) else [data]
    return Reference.fit(roles or Roles(), lambda: batches, source="reference")


def judged(
    reference: Reference,
    data: pa.Table | pa.RecordBatch | Iterable[pa.RecordBatch],
    *,
    window: str | None = None,
    labels: LabelIndex | None = None,
) -> Verdict:
    batches = data.to_batches() if isinstance(data, pa.Table) else data
    return evaluate(
        reference,
        [batches] if isinstance(batches, pa.RecordBatch) else batches,
        subject=Subject(),
        created=NOW,
        labels=labels,
        options=Options(window=WindowSpec.parse(window)),
    )


def mixed(rows: int, seed: int = 0, *, shift: float = 0.0) -> pa.RecordBatch:
    """A numeric and a categorical column, moved by `shift`."""
    random = np.random.default_rng(seed)
    return batch(
        {
            "amount": random.normal(shift, 1, rows),
            "colour": random.choice(["red", "green", "blue"], rows, p=[0.5, 0.3, 0.2]),
        }
    )
