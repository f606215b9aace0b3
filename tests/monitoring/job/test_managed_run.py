"""The scheduled run on AWS's managed platform: a capture instead of a log, CloudWatch's metrics."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import boto3
import pyarrow as pa
import pytest
from moto import mock_aws

from slipway.monitoring.errors import WrongValueError
from slipway.monitoring.job.run import run
from slipway.monitoring.job.settings import JobSettings
from slipway.monitoring.sources.store import FolderStore
from tests.monitoring.captures import exchange, scored, write
from tests.monitoring.request_logs import (
    DRIFTED,
    FEATURES,
    START,
    Stores,
    write_hour,
    write_reference,
)
from tests.monitoring.tables import car_loan

NAMESPACE = "Slipway/test"
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def cloudwatch(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    with mock_aws():
        yield


def settings(stores: Stores, tmp_path: Path, **changes: str) -> JobSettings:
    return JobSettings.of(
        {
            "SLIPWAY_MODEL": "car-loan",
            "SLIPWAY_MODEL_VERSION": "3",
            "SLIPWAY_REFERENCE_URL": f"{stores.reference.url}/reference.parquet",
            "SLIPWAY_LOG_FORMAT": "sagemaker",
            "SLIPWAY_LOG_URL": f"{stores.log.url}-captured",
            "SLIPWAY_LABELS_URL": stores.labels.url,
            "SLIPWAY_OUT_URL": str(tmp_path / "verdicts"),
            "SLIPWAY_CLOUDWATCH_NAMESPACE": NAMESPACE,
            "SLIPWAY_WINDOW_FROM": START.isoformat(),
            "SLIPWAY_WINDOW_TO": (START + HOUR).isoformat(),
            **changes,
        }
    )


def capture_hour(stores: Stores, first: int, rows: int = 2000) -> None:
    """The same rows and labels as `write_hour` writes, captured in requests of one row each."""
    write_hour(stores, 0, first, rows)
    table = car_loan("analysis").slice(first, rows)
    table = table.rename_columns(
        ["prediction" if name == "y_pred" else name for name in table.column_names]
    )
    store = FolderStore(Path(f"{stores.log.url}-captured"))
    step = HOUR / rows
    exchanges = [
        exchange(
            START + step * i, *scored(pa.table(table.slice(i, 1)), FEATURES), inference=f"0-{i}"
        )
        for i in range(rows)
    ]
    for part in range(4):
        size = rows // 4
        moment = START + step * size * part
        write(store, moment, exchanges[size * part : size * (part + 1)])


def metric(name: str) -> list[float]:
    """The values that were put, in the order of time."""
    client = boto3.client("cloudwatch")
    answer = client.get_metric_statistics(
        Namespace=NAMESPACE,
        MetricName=name,
        Dimensions=[{"Name": "Model", "Value": "car-loan"}],
        StartTime=START - HOUR,
        EndTime=START + 24 * HOUR,
        Period=60,
        Statistics=["Maximum"],
    )
    points = sorted(answer["Datapoints"], key=lambda point: point["Timestamp"])
    return [point["Maximum"] for point in points]


def verdict(tmp_path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        (tmp_path / "verdicts/latest.json").read_text(encoding="utf-8")
    )
    window: dict[str, Any] = found["windows"][0]
    return window


def test_an_hour_like_the_reference_is_ok_although_no_score_is_captured(
    stores: Stores, tmp_path: Path
) -> None:
    write_reference(stores.reference)
    capture_hour(stores, 0)
    assert run(settings(stores, tmp_path), now=START + 2 * HOUR) == 0
    window = verdict(tmp_path)
    assert (window["rows"], window["state"], window["findings"]) == (2000, "ok", [])
    assert {name: metric(name) for name in ("DataDrift", "QualityLoss", "NoData", "JobFailed")} == {
        "DataDrift": [0],
        "QualityLoss": [0],
        "NoData": [0],
        "JobFailed": [0],
    }
    assert (metric("Verdicts"), metric("Rows")) == ([1], [2000])
    assert metric("LabelCompleteness") == [1]


def test_a_capture_is_judged_like_the_log_of_the_same_requests(
    stores: Stores, tmp_path: Path
) -> None:
    write_reference(stores.reference)
    capture_hour(stores, 30_000)
    assert run(settings(stores, tmp_path), now=START + 2 * HOUR) == 1
    captured = verdict(tmp_path)
    logged_settings = settings(
        stores, tmp_path, SLIPWAY_LOG_FORMAT="slipway", SLIPWAY_LOG_URL=stores.log.url
    )
    run(logged_settings, now=START + 2 * HOUR)
    logged = verdict(tmp_path)
    ours, theirs = captured["columns"], logged["columns"]
    assert ours == {name: found for name, found in theirs.items() if name != "score"}
    assert {name for name, one in ours.items() if one["state"] == "drift"} == DRIFTED
    rates = [one["quality"]["measures"]["errorRate"] for one in (captured, logged)]
    assert rates[0] == rates[1]
    assert metric("DataDrift") == [1]


def test_an_hour_without_requests_is_told_as_such_and_counts_as_no_verdict(
    stores: Stores, tmp_path: Path
) -> None:
    write_reference(stores.reference)
    assert run(settings(stores, tmp_path), now=START + 2 * HOUR) == 3
    assert (metric("NoData"), metric("JobFailed"), metric("Verdicts")) == ([1], [0], [])


def test_a_run_that_cant_judge_says_so(stores: Stores, tmp_path: Path) -> None:
    stores.reference.write("reference.parquet", b"broken", "application/octet-stream")
    assert run(settings(stores, tmp_path), now=START + 2 * HOUR) == 4
    assert (metric("JobFailed"), metric("Verdicts")) == ([1], [])


def test_a_capture_is_given_time_to_arrive(stores: Stores, tmp_path: Path) -> None:
    write_reference(stores.reference)
    capture_hour(stores, 0)
    chosen = settings(stores, tmp_path, SLIPWAY_WINDOW_FROM="", SLIPWAY_WINDOW_TO="")
    assert run(chosen, now=START + HOUR) == 0
    assert verdict(tmp_path)["rows"] == 1500


def test_another_format_is_refused(stores: Stores, tmp_path: Path) -> None:
    with pytest.raises(WrongValueError, match="SLIPWAY_LOG_FORMAT"):
        settings(stores, tmp_path, SLIPWAY_LOG_FORMAT="azure")
