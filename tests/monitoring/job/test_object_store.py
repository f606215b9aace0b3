"""The same run on a real S3 object store."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import boto3
import pytest

from slipway.monitoring.job.run import run
from slipway.monitoring.job.settings import JobSettings
from slipway.monitoring.sources.store import S3Store, store_at
from tests.monitoring.request_logs import START, Stores, write_hour, write_reference

pytestmark = pytest.mark.engine
STATE = Path(os.environ.get("SLIPWAY_STATE") or Path.home() / ".local/state/slipway")


@pytest.fixture
def bucket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    binary = shutil.which("versitygw", path=f"{STATE / 'bin'}:{os.environ['PATH']}")
    assert binary is not None, "versitygw is not there; `make up` or `make tools` builds it"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    data = tmp_path / "objects"
    (data / "platform").mkdir(parents=True)
    keys = {"ROOT_ACCESS_KEY": "tester", "ROOT_SECRET_KEY": "tester-secret"}
    command = [
        binary,
        "--port",
        f"127.0.0.1:{port}",
        "--quiet",
        "posix",
        "--sidecar",
        str(tmp_path / "meta"),
        str(data),
    ]
    (tmp_path / "meta").mkdir()
    server = subprocess.Popen(command, env={**os.environ, **keys}, stdout=subprocess.DEVNULL)
    for name, value in {
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
        "AWS_ACCESS_KEY_ID": keys["ROOT_ACCESS_KEY"],
        "AWS_SECRET_ACCESS_KEY": keys["ROOT_SECRET_KEY"],
        "AWS_DEFAULT_REGION": "us-east-1",
    }.items():
        monkeypatch.setenv(name, value)
    try:
        _wait(port)
        yield "s3://platform"
    finally:
        server.terminate()
        server.wait(10)


def _wait(port: int) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    message = "the object store did not start within 20 s"
    raise TimeoutError(message)


def test_a_run_reads_and_writes_an_object_store(bucket: str) -> None:
    stores = Stores(*(store_at(f"{bucket}/{name}") for name in ("reference", "log", "labels")))
    write_reference(stores.reference)
    write_hour(stores, 0, 0)
    write_hour(stores, 1, 30_000)
    settings = JobSettings.of(
        {
            "SLIPWAY_MODEL": "car-loan",
            "SLIPWAY_REFERENCE_URL": f"{bucket}/reference/reference.parquet",
            "SLIPWAY_LOG_URL": f"{bucket}/log",
            "SLIPWAY_LABELS_URL": f"{bucket}/labels",
            "SLIPWAY_OUT_URL": f"{bucket}/verdicts",
        }
    )
    assert run(settings, now=START + timedelta(hours=1, seconds=60)) == 0
    assert run(settings, now=START + timedelta(hours=2, seconds=60)) == 1
    names = [entry.name for entry in store_at(f"{bucket}/verdicts").entries("")]
    assert names == [
        "20260504T000000Z/report.html",
        "20260504T000000Z/verdict.json",
        "20260504T010000Z/report.html",
        "20260504T010000Z/verdict.json",
        "latest.json",
        "state.json",
    ]


def test_more_objects_than_a_page_are_listed_and_a_missing_one_is_named(bucket: str) -> None:
    client = boto3.client("s3")
    name = bucket.removeprefix("s3://")
    for i in range(1005):
        client.put_object(Bucket=name, Key=f"many/{i:04}", Body=b"x")
    store = S3Store(bucket=name, prefix="many")
    assert len(list(store.entries(""))) == 1005
    assert [entry.name for entry in store.entries("100")] == [f"100{i}" for i in range(5)]
    with pytest.raises(FileNotFoundError, match=f"{bucket}/many/none"):
        store.open("none")
