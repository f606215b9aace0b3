"""Replays rows as live traffic against the model service, with their labels coming late."""

import io
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime

import httpx
import orjson
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from examples.car_loan.columns import ANALYSIS, FEATURES, MODEL, TARGET
from examples.car_loan.object_store import ObjectStore
from examples.car_loan.train import typed

ROWS_PER_REQUEST = 100
CLIENTS = 4
TIMEOUT_SECONDS = 30.0


@dataclass(frozen=True, kw_only=True)
class Replay:
    """What one replay sent and how it was answered."""

    started: datetime
    ended: datetime
    rows: int
    requests: int
    failed: int


def analysis_rows(first: int, last: int) -> pd.DataFrame:
    """Analysis rows `first` to `last` (exclusive), features and target."""
    rows = pd.read_parquet(ANALYSIS, columns=[*FEATURES, TARGET])
    return typed(rows).iloc[first:last]


def replay(url: str, rows: pd.DataFrame, *, name: str) -> Replay:
    """Sends the rows in requests named ``<name>-<n>``; a refused or failed request counts."""
    started = datetime.now(UTC)
    with (
        httpx.Client(base_url=url, timeout=TIMEOUT_SECONDS) as client,
        ThreadPoolExecutor(CLIENTS) as pool,
    ):
        answers = list(
            pool.map(lambda batch: _send(client, batch[0], batch[1]), _batches(rows, name))
        )
    return Replay(
        started=started,
        ended=datetime.now(UTC),
        rows=len(rows),
        requests=len(answers),
        failed=answers.count(False),
    )


def store_labels(store: ObjectStore, rows: pd.DataFrame, *, name: str) -> None:
    """Writes the true labels of a replay, as a system of record would do days later."""
    ids = [
        row_id
        for request_id, batch in _batches(rows, name)
        for row_id in _row_ids(request_id, len(batch))
    ]
    labels = pa.table({"request_id": ids, "label": pa.array(rows[TARGET].tolist(), pa.int64())})
    buffer = io.BytesIO()
    pq.write_table(labels, buffer)
    day = time.strftime("%Y-%m-%d", time.gmtime())
    store.put("labels", f"{MODEL}/date={day}/{name}.parquet", buffer.getvalue())


def _batches(rows: pd.DataFrame, name: str) -> Iterator[tuple[str, pd.DataFrame]]:
    for number, start in enumerate(range(0, len(rows), ROWS_PER_REQUEST)):
        yield f"{name}-{number}", rows.iloc[start : start + ROWS_PER_REQUEST]


def _row_ids(request_id: str, count: int) -> list[str]:
    """The ids that the request log gives to the rows of one request."""
    return [request_id] if count == 1 else [f"{request_id}/{row}" for row in range(count)]


def _send(client: httpx.Client, request_id: str, batch: pd.DataFrame) -> bool:
    split = {
        "columns": list(FEATURES),
        "data": batch[list(FEATURES)].to_numpy(dtype=object).tolist(),
    }
    try:
        answer = client.post(
            "/invocations",
            content=orjson.dumps({"dataframe_split": split}),
            headers={"content-type": "application/json", "x-request-id": request_id},
        )
    except httpx.HTTPError:
        return False
    return answer.status_code == httpx.codes.OK
