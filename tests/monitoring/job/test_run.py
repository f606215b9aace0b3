"""The scheduled run from end to end, on folders."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from slipway.monitoring.job.run import run
from slipway.monitoring.job.settings import JobSettings
from tests.monitoring.job.conftest import Pushed
from tests.monitoring.request_logs import DRIFTED, START, Stores, write_hour, write_reference


def settings(stores: Stores, tmp_path: Path, pushed: Pushed | None, **changes: str) -> JobSettings:
    return JobSettings.of(
        {
            "SLIPWAY_MODEL": "car-loan",
            "SLIPWAY_MODEL_VERSION": "3",
            "SLIPWAY_REFERENCE_URL": f"{stores.reference.url}/reference.parquet",
            "SLIPWAY_LOG_URL": stores.log.url,
            "SLIPWAY_LABELS_URL": stores.labels.url,
            "SLIPWAY_OUT_URL": str(tmp_path / "verdicts"),
            "SLIPWAY_PUSHGATEWAY": pushed.address if pushed else "",
            **changes,
        }
    )


def span(first: int, last: int) -> dict[str, str]:
    bounds = (START + timedelta(hours=first), START + timedelta(hours=last))
    names = ("SLIPWAY_WINDOW_FROM", "SLIPWAY_WINDOW_TO")
    return {name: bound.isoformat() for name, bound in zip(names, bounds, strict=True)}


def verdict(tmp_path: Path, name: str = "latest.json") -> dict[str, object]:
    found = json.loads((tmp_path / "verdicts" / name).read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def after(hours: float) -> datetime:
    return START + timedelta(hours=hours)


def test_an_hour_like_the_reference_is_ok(stores: Stores, tmp_path: Path, pushed: Pushed) -> None:
    write_reference(stores.reference)
    write_hour(stores, 0, 0)
    assert run(settings(stores, tmp_path, pushed), now=after(1.5)) == 0
    window = verdict(tmp_path)["windows"][0]
    assert (window["rows"], window["state"], window["findings"]) == (2000, "ok", [])
    assert window["quality"]["completeness"] == 1
    assert pushed.value("slipway_drift_state") == 0
    assert pushed.value("slipway_drift_rows") == 2000
    assert pushed.value("slipway_drift_last_success_timestamp_seconds") == after(1.5).timestamp()
    assert pushed.requests[-1][:2] == ("PUT", "/metrics/job/slipway-drift/model/car-loan")


def test_a_drifted_hour_names_its_columns_in_verdict_and_metrics(
    stores: Stores, tmp_path: Path, pushed: Pushed
) -> None:
    write_reference(stores.reference)
    write_hour(stores, 0, 0)
    write_hour(stores, 1, 30_000)
    assert run(settings(stores, tmp_path, pushed, **span(1, 2)), now=after(9)) == 1
    columns = verdict(tmp_path)["windows"][0]["columns"]
    drifted = {name for name, column in columns.items() if column["state"] == "drift"}
    assert drifted == DRIFTED | {"score"}
    for name in columns:
        drifted_value = pushed.value(f'slipway_drift_column_drifted{{column="{name}"}}')
        assert drifted_value == (name in drifted)
        assert pushed.value(f'slipway_drift_column_score{{column="{name}"}}') is not None
    assert pushed.value("slipway_quality_error_rate") == pytest.approx(0.08, abs=0.02)
    report = (tmp_path / "verdicts/20260504T010000Z/report.html").read_text(encoding="utf-8")
    assert "car-loan" in report


def test_the_next_run_begins_where_the_last_verdict_ended(stores: Stores, tmp_path: Path) -> None:
    write_reference(stores.reference)
    write_hour(stores, 0, 0)
    run(settings(stores, tmp_path, None), now=after(1) + timedelta(seconds=60))
    write_hour(stores, 1, 2000)
    run(settings(stores, tmp_path, None), now=after(2) + timedelta(seconds=60))
    found = verdict(tmp_path)
    assert found["subject"]["start"] == after(1).isoformat()
    assert found["windows"][0]["rows"] == 2000


def test_an_explicit_span_leaves_the_mark_alone_and_is_idempotent(
    stores: Stores, tmp_path: Path
) -> None:
    write_reference(stores.reference)
    write_hour(stores, 0, 0)
    for now in (after(3), after(4)):
        run(settings(stores, tmp_path, None, **span(0, 1)), now=now)
    assert sorted(path.name for path in (tmp_path / "verdicts").iterdir()) == [
        "20260504T000000Z",
        "latest.json",
    ]


def test_no_rows_are_a_failure_of_their_own(stores: Stores, tmp_path: Path, pushed: Pushed) -> None:
    write_reference(stores.reference)
    assert run(settings(stores, tmp_path, pushed), now=after(1)) == 3
    assert verdict(tmp_path)["state"] == "no-data"
    method, _, body = pushed.requests[-1]
    assert method == "POST"  # adds to the group: the last success stays as it was
    assert pushed.value("slipway_drift_state") == 4
    assert pushed.value("slipway_drift_rows") == 0
    assert "last_success" not in body
    assert not (tmp_path / "verdicts/state.json").exists()


def test_too_few_rows_are_taken_again_by_the_next_run(
    stores: Stores, tmp_path: Path, pushed: Pushed
) -> None:
    write_reference(stores.reference)
    write_hour(stores, 0, 0, rows=80)
    assert run(settings(stores, tmp_path, pushed), now=after(1.1)) == 0
    assert pushed.value("slipway_drift_state") == 3
    write_hour(stores, 1, 80, rows=80)
    assert run(settings(stores, tmp_path, pushed), now=after(2.1)) == 0
    assert verdict(tmp_path)["windows"][0]["rows"] == 160
    assert pushed.value("slipway_drift_state") == 0


def test_rows_of_another_version_are_no_data_for_this_one(stores: Stores, tmp_path: Path) -> None:
    write_reference(stores.reference)
    write_hour(stores, 0, 0, version="2")
    assert run(settings(stores, tmp_path, None), now=after(2)) == 3


def test_labels_that_are_not_there_yet_leave_quality_open(stores: Stores, tmp_path: Path) -> None:
    write_reference(stores.reference)
    write_hour(stores, 0, 0)
    for path in Path(stores.labels.url).rglob("*.parquet"):
        path.unlink()
    assert run(settings(stores, tmp_path, None), now=after(2)) == 0
    quality = verdict(tmp_path)["windows"][0]["quality"]
    assert (quality["state"], quality["completeness"]) == ("no-data", 0)


def test_a_broken_log_file_is_a_failed_run_that_is_pushed(
    stores: Stores, tmp_path: Path, pushed: Pushed
) -> None:
    write_reference(stores.reference)
    write_hour(stores, 0, 0)
    next(Path(stores.log.url).rglob("*.parquet")).write_bytes(b"PAR1")
    assert run(settings(stores, tmp_path, pushed), now=after(2)) == 4
    assert pushed.value("slipway_drift_state") == 5
    assert not (tmp_path / "verdicts/latest.json").exists()


def test_a_missing_reference_is_wrong_use_and_pushed(
    stores: Stores, tmp_path: Path, pushed: Pushed
) -> None:
    assert run(settings(stores, tmp_path, pushed), now=after(2)) == 2
    assert pushed.value("slipway_drift_state") == 5


def test_a_reference_without_predictions_is_refused(stores: Stores, tmp_path: Path) -> None:
    write_reference(stores.reference)
    path = Path(stores.reference.url) / "reference.parquet"
    pq.write_table(pq.read_table(path).drop_columns(["prediction"]), path)
    assert run(settings(stores, tmp_path, None), now=after(2)) == 2


def test_an_unreachable_gateway_fails_the_run(stores: Stores, tmp_path: Path) -> None:
    write_reference(stores.reference)
    write_hour(stores, 0, 0)
    chosen = settings(stores, tmp_path, None, SLIPWAY_PUSHGATEWAY="http://127.0.0.1:9")
    assert run(chosen, now=after(2)) == 4


def test_the_result_holds_no_row(stores: Stores, tmp_path: Path) -> None:
    write_reference(stores.reference)
    write_hour(stores, 0, 0)
    run(settings(stores, tmp_path, None), now=after(2))
    for path in (tmp_path / "verdicts").rglob("*.*"):
        assert "0-17" not in path.read_text(encoding="utf-8"), path  # a request id
