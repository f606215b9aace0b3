"""A request log, its labels and its reference as the platform writes them."""

import io
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pyarrow.parquet as pq

from slipway.monitoring.sources.store import ObjectStore
from tests.monitoring.tables import car_loan

START = datetime(2026, 5, 3, 23, tzinfo=UTC)
FEATURES = (
    "car_value",
    "salary_range",
    "debt_to_income_ratio",
    "loan_length",
    "repaid_loan_on_prev_car",
    "size_of_downpayment",
    "driver_tenure",
)
DRIFTED = {"car_value", "salary_range", "loan_length", "repaid_loan_on_prev_car"}


@dataclass(frozen=True)
class Stores:
    reference: ObjectStore
    log: ObjectStore
    labels: ObjectStore


def _put(store: ObjectStore, name: str, table: pa.Table) -> None:
    buffer = io.BytesIO()
    pq.write_table(table, buffer)
    store.write(name, buffer.getvalue(), "application/octet-stream")


def _predictions(table: pa.Table) -> pa.Table:
    names = {"y_pred": "prediction", "y_pred_proba": "score"}
    chosen = table.select([*FEATURES, *names])
    return chosen.rename_columns([names.get(name, name) for name in chosen.column_names])


def write_reference(store: ObjectStore) -> None:
    table = car_loan("reference")
    _put(store, "reference.parquet", _predictions(table).append_column("label", table["repaid"]))


def write_hour(
    stores: Stores, hour: int, first: int, rows: int = 2000, *, files: int = 4, version: str = "3"
) -> None:
    """Rows of the analysis data as an hour of traffic, with labels two hours later."""
    table = car_loan("analysis").slice(first, rows)
    begin = START + timedelta(hours=hour)
    step = timedelta(hours=1) / rows
    times = pa.array([begin + step * i for i in range(rows)], pa.timestamp("us", tz="UTC"))
    log = _predictions(table)
    identifiers = pa.array([f"{hour}-{i}" for i in range(rows)])
    log = log.append_column("request_id", identifiers).append_column("time", times)
    log = log.append_column("model_version", pa.array([version] * rows))
    log = log.append_column("latency_ms", pa.array([1.5] * rows))
    size = rows // files
    for i in range(files):
        moment = begin + step * (size * i)
        name = f"date={moment:%Y-%m-%d}/{moment:%Y%m%dT%H%M%S}-host-{i}.parquet"
        _put(stores.log, name, log.slice(size * i, size))
    labels = pa.table({"request_id": identifiers, "label": table["repaid"]})
    late = begin + timedelta(hours=2)
    _put(stores.labels, f"date={late:%Y-%m-%d}/{hour}.parquet", labels)
