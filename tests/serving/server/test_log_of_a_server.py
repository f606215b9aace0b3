"""The request log of a real server, in a folder and in a bucket."""

from __future__ import annotations

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import unquote

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.serving.server import loan_rows
from tests.serving.server.server_process import ServerProcess, v2

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def logged(folder: Path) -> pa.Table:
    return pa.concat_tables([pq.read_table(path) for path in sorted(folder.rglob("*.parquet"))])


def test_rows_of_the_log_are_the_requests_with_their_ids_values_and_predictions(
    loan_model: Path, tmp_path: Path
) -> None:
    with ServerProcess(loan_model, SLIPWAY_LOG_URL=str(tmp_path)) as server:
        body = {"dataframe_records": loan_rows.records(4)}
        server.client.post("/invocations", json=body, headers={"x-request-id": "many"})
        single = server.client.post("/v2/models/car-loan/infer", json=loan_rows.tensors(1))
        refused = server.client.post("/invocations", json={"instances": [{}]})
        assert (single.status_code, refused.status_code) == (200, 400)
        server.terminate()
        assert server.wait() == 0

    table = logged(tmp_path)
    rows = table.to_pylist()
    ids = ["many/0", "many/1", "many/2", "many/3", single.headers["x-request-id"]]
    assert [row["request_id"] for row in rows] == ids
    assert {row["model_version"] for row in rows} == {"3"}
    assert [row["prediction"] for row in rows[:4]] == loan_rows.labels(4)
    assert [row["score"] for row in rows[:4]] == pytest.approx(loan_rows.scores(4))
    assert [row["region"] for row in rows[:4]] == list(loan_rows.rows(4)["region"])
    assert rows[3]["debt"] is None
    assert all(0 < row["latency_ms"] < 5000 for row in rows)
    types = {name: str(table.schema.field(name).type) for name in table.schema.names}
    assert types == {
        "request_id": "string",
        "time": "timestamp[us, tz=UTC]",
        "model_version": "string",
        "latency_ms": "double",
        "income": "double",
        "debt": "double",
        "rate": "float",
        "age": "int64",
        "rooms": "int32",
        "member": "bool",
        "region": "string",
        "since": "timestamp[us]",
        "prediction": "int64",
        "score": "double",
    }
    day = rows[0]["time"].date().isoformat()
    assert {path.parent.name for path in tmp_path.rglob("*.parquet")} == {f"date={day}"}


class Store(BaseHTTPRequestHandler):
    """As much of an object store as a PUT needs; answers 503 while it is away."""

    protocol_version = "HTTP/1.1"
    objects: ClassVar[dict[str, bytes]] = {}
    away: ClassVar[bool] = False

    def do_PUT(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        if not Store.away:
            Store.objects[unquote(self.path)] = body
        self.send_response(503 if Store.away else 200)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Silent."""


@pytest.fixture
def store() -> Iterator[str]:
    Store.objects.clear()
    Store.away = False
    server = ThreadingHTTPServer(("127.0.0.1", 0), Store)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_an_outage_of_the_bucket_stops_no_prediction_and_loses_only_what_is_over_the_bound(
    sum_model: Path, store: str
) -> None:
    environment = {
        "SLIPWAY_LOG_URL": "s3://request-log/sum",
        "SLIPWAY_LOG_FLUSH_SECONDS": "0.1",
        "SLIPWAY_LOG_BYTES": "20000",
        "AWS_ENDPOINT_URL": store,
        "AWS_ACCESS_KEY_ID": "key",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_DEFAULT_REGION": "us-east-1",
    }

    def ask(count: int) -> None:
        body = v2({"a": ("FP64", [1.0]), "b": ("FP64", [2.0])})
        for _ in range(count):
            assert server.client.post("/v2/models/sum/infer", json=body).status_code == 200

    def until(line: str, least: float) -> float:
        for _ in range(150):
            if server.metric(line) >= least:
                break
            time.sleep(0.1)
        return server.metric(line)

    with ServerProcess(sum_model, **environment) as server:
        ask(5)
        assert until("slipway_log_records_written_total", 5) == 5
        Store.away = True
        ask(100)
        assert server.wait_for("log-store-away")
        dropped = server.metric("slipway_log_records_dropped_total")
        assert 50 < dropped < 95
        Store.away = False
        assert until("slipway_log_records_written_total", 105 - dropped) == 105 - dropped
        ask(3)
        server.terminate()
        assert server.wait() == 0

    assert all(path.startswith("/request-log/sum/date=") for path in Store.objects)
    stored = [pq.read_table(pa.BufferReader(body)) for body in Store.objects.values()]
    assert sum(table.num_rows for table in stored) == 108 - dropped
