"""The job's metrics on Azure: sent with the cluster's own identity, under the names alerts ask."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from urllib.request import Request

import pytest

from slipway.monitoring.errors import WrongValueError
from slipway.monitoring.job import run as job
from slipway.monitoring.job.application_insights import InsightsMetrics
from slipway.monitoring.job.settings import JobSettings
from slipway.monitoring.sources.store import FolderStore
from slipway.monitoring.states import State
from tests.monitoring.azureml_captures import line, write
from tests.monitoring.captures import scored
from tests.monitoring.request_logs import DRIFTED, FEATURES, START, Stores, write_reference
from tests.monitoring.tables import car_loan

HOUR = timedelta(hours=1)
NOW = datetime(2026, 5, 3, 12, tzinfo=UTC)
CONNECTION = "InstrumentationKey=key-1;IngestionEndpoint=https://in.example.com/;LiveEndpoint=x"
HOST = {
    "MSI_ENDPOINT": "http://127.0.0.1:46808/MSI/auth",
    "MSI_SECRET": "host-secret",
    "AZURE_CLIENT_ID": "jobs-client",
}


class Azure:
    """The host that gives tokens, and the address that takes telemetry."""

    def __init__(self, accepted: int | None = None) -> None:
        self.tokens: list[Request] = []
        self.sent: list[Request] = []
        self._accepted = accepted

    def __call__(self, request: Request) -> bytes:
        if request.full_url.startswith(HOST["MSI_ENDPOINT"]):
            self.tokens.append(request)
            return b'{"access_token": "token-1"}'
        self.sent.append(request)
        items = self.items()
        accepted = len(items) if self._accepted is None else self._accepted
        return json.dumps({"itemsReceived": len(items), "itemsAccepted": accepted}).encode()

    def items(self) -> list[dict[str, Any]]:
        data = self.sent[-1].data
        assert isinstance(data, bytes)
        found: list[dict[str, Any]] = json.loads(data)
        return found

    def metrics(self) -> dict[str, float]:
        points = [one["data"]["baseData"]["metrics"][0] for one in self.items()]
        return {point["name"]: point["value"] for point in points}


def metrics(azure: Azure, environment: dict[str, str] = HOST) -> InsightsMetrics:
    return InsightsMetrics(CONNECTION, "car-loan", send=azure, environment=environment)


def test_a_run_without_a_verdict_is_told_by_its_state() -> None:
    azure = Azure()
    metrics(azure).no_verdict(State.FAILED, NOW)
    [item] = azure.items()
    assert item["iKey"] == "key-1"
    assert item["time"] == NOW.isoformat()
    assert item["data"]["baseType"] == "MetricData"
    assert item["data"]["baseData"]["properties"] == {"model": "car-loan"}
    [point] = item["data"]["baseData"]["metrics"]
    assert (point["name"], point["max"]) == ("slipway_drift_state", 5)


def test_it_is_sent_with_a_token_of_the_clusters_identity() -> None:
    azure = Azure()
    metrics(azure).no_verdict(State.NO_DATA, NOW)
    [sent], [asked] = azure.sent, azure.tokens
    assert sent.full_url == "https://in.example.com/v2.1/track"
    assert sent.get_header("Authorization") == "Bearer token-1"
    assert asked.get_header("Secret") == "host-secret"
    assert parse_qs(urlsplit(asked.full_url).query) == {
        "api-version": ["2017-09-01"],
        "resource": ["https://monitor.azure.com"],
        "clientid": ["jobs-client"],
    }


def test_what_is_only_partly_taken_counts_as_not_sent() -> None:
    with pytest.raises(OSError, match="took 0 of 1"):
        metrics(Azure(accepted=0)).no_verdict(State.FAILED, NOW)


def test_a_host_without_an_identity_is_named() -> None:
    with pytest.raises(OSError, match="MSI_ENDPOINT, MSI_SECRET"):
        metrics(Azure(), {"AZURE_CLIENT_ID": "jobs-client"}).no_verdict(State.FAILED, NOW)


@pytest.mark.parametrize("connection", ["", "InstrumentationKey=k", "IngestionEndpoint=https://x"])
def test_half_a_connection_is_refused(connection: str) -> None:
    with pytest.raises(WrongValueError, match="APPLICATIONINSIGHTS_CONNECTION_STRING"):
        InsightsMetrics(connection, "car-loan")


def test_a_plain_address_is_refused() -> None:
    with pytest.raises(WrongValueError, match="https"):
        InsightsMetrics("InstrumentationKey=k;IngestionEndpoint=http://x", "car-loan")


def test_a_run_on_azure_ml_judges_the_capture_and_reports_it(
    stores: Stores, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_reference(stores.reference)
    captured = tmp_path / "captured"
    capture_hour(FolderStore(captured), first=30_000)
    azure = Azure()
    monkeypatch.setattr(job, "InsightsMetrics", lambda *_: metrics(azure))
    settings = JobSettings.of(
        {
            "SLIPWAY_MODEL": "car-loan",
            "SLIPWAY_MODEL_VERSION": "3",
            "SLIPWAY_REFERENCE_URL": f"{stores.reference.url}/reference.parquet",
            "SLIPWAY_LOG_FORMAT": "azureml",
            "SLIPWAY_LOG_URL": str(captured),
            "SLIPWAY_OUT_URL": str(tmp_path / "verdicts"),
            "APPLICATIONINSIGHTS_CONNECTION_STRING": CONNECTION,
            "SLIPWAY_WINDOW_FROM": START.isoformat(),
            "SLIPWAY_WINDOW_TO": (START + HOUR).isoformat(),
        }
    )
    assert job.run(settings, now=START + 2 * HOUR) == 1
    window = json.loads((tmp_path / "verdicts/latest.json").read_text(encoding="utf-8"))["windows"][
        0
    ]
    drifted = {name for name, one in window["columns"].items() if one["state"] == "drift"}
    assert drifted == DRIFTED
    assert azure.metrics() == {
        "slipway_drift_state": 1,
        "slipway_drift_rows": 2000,
        "slipway_drift_columns": len(DRIFTED),
    }


def capture_hour(store: FolderStore, first: int, rows: int = 2000) -> None:
    """Rows of the drifted part, asked for fifty at a time."""
    table = car_loan("analysis").slice(first, rows)
    table = table.rename_columns(
        ["prediction" if name == "y_pred" else name for name in table.column_names]
    )
    asked, answers = [], []
    for at in range(0, rows, 50):
        request, answer = scored(table.slice(at, 50), FEATURES)
        asked.append(line("request", START, request, f"c{at}"))
        answers.append(line("response", START, answer, f"c{at}"))
    write(store, START, "request", asked)
    write(store, START, "response", answers)
