"""`slipway drift` on files: verdict, report, exit codes, messages."""

import json
from pathlib import Path

import pyarrow.csv
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from slipway.stacks.cli.drift import drift

DATA = Path(__file__).parents[3] / "examples/car_loan/data"
REFERENCE = str(DATA / "reference.parquet")
CURRENT = str(DATA / "analysis.parquet")
ROLES = [
    *("--id", "id", "--time", "timestamp", "--target", "repaid"),
    *("--prediction", "y_pred", "--score", "y_pred_proba"),
]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(drift, list(arguments))


def judge(out: Path, *arguments: str, current: str = CURRENT) -> Result:
    files = ("--reference", REFERENCE, "--current", current, "--out", str(out))
    return run("run", *files, *arguments)


def test_a_run_writes_verdict_and_report_and_ends_with_1_on_drift(tmp_path: Path) -> None:
    result = judge(tmp_path / "out", *ROLES, "--window", "25000")
    assert result.exit_code == 1
    assert "Drift in car_value" in result.output
    verdict = json.loads((tmp_path / "out/verdict.json").read_text(encoding="utf-8"))
    assert [window["state"] for window in verdict["windows"]] == ["ok", "drift"]
    assert "<svg" in (tmp_path / "out/report.html").read_text(encoding="utf-8")


def test_no_drift_ends_with_0(tmp_path: Path) -> None:
    path = tmp_path / "first.parquet"
    pq.write_table(pq.read_table(CURRENT).slice(0, 10_000), path)
    assert judge(tmp_path / "out", *ROLES, current=str(path)).exit_code == 0


def test_json_is_the_verdict_and_nothing_else(tmp_path: Path) -> None:
    result = judge(tmp_path / "out", *ROLES, "--json")
    assert json.loads(result.output)["schema"] == "slipway.verdict/1"
    assert result.output == (tmp_path / "out/verdict.json").read_text(encoding="utf-8")


def test_labels_from_a_file_of_their_own_give_the_same_quality(tmp_path: Path) -> None:
    table = pq.read_table(CURRENT).slice(0, 6000)
    pq.write_table(table.drop_columns(["repaid"]), tmp_path / "current.parquet")
    pyarrow.csv.write_csv(table.select(["id", "repaid"]).slice(0, 4500), tmp_path / "labels.csv")
    result = judge(
        tmp_path / "out",
        *ROLES,
        *("--labels", str(tmp_path / "labels.csv"), "--json"),
        current=str(tmp_path / "current.parquet"),
    )
    quality = json.loads(result.output)["windows"][0]["quality"]
    assert (quality["labelled"], quality["completeness"]) == (4500, 0.75)
    labelled = table.slice(0, 4500).to_pylist()
    rate = sum(row["repaid"] != row["y_pred"] for row in labelled) / 4500
    assert quality["measures"]["errorRate"]["value"] == pytest.approx(rate, abs=1e-6)


def test_excluded_columns_are_not_compared(tmp_path: Path) -> None:
    result = judge(tmp_path / "out", *ROLES, "--exclude", "car_value, salary_range", "--json")
    verdict = json.loads(result.output)
    assert "car_value" not in verdict["windows"][0]["columns"]
    assert verdict["aside"]["salary_range"] == "set aside by its role"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--prediction", "y_perd"), "--prediction: got 'y_perd'; expected a column of the ref"),
        (("--exclude", "nothing"), "--exclude: got 'nothing'"),
        (("--window", "soon"), "--window: got 'soon'"),
        (("--window", "1h"), "--time"),
        (("--labels", CURRENT), "--labels: got labels without --id and --target"),
        (("--id", "id", "--time", "id"), "one role per column"),
    ],
)
def test_wrong_use_ends_with_2_and_one_message(
    tmp_path: Path, arguments: tuple[str, ...], message: str
) -> None:
    result = judge(tmp_path / "out", *arguments)
    assert result.exit_code == 2
    assert message in result.output
    assert "Traceback" not in result.output
    assert not (tmp_path / "out").exists()


def test_no_rows_end_with_3_and_a_verdict_that_says_so(tmp_path: Path) -> None:
    pq.write_table(pq.read_table(CURRENT).slice(0, 0), tmp_path / "empty.parquet")
    result = judge(tmp_path / "out", *ROLES, current=str(tmp_path / "empty.parquet"))
    assert result.exit_code == 3
    assert "no-data" in result.output


def test_an_empty_reference_ends_with_3(tmp_path: Path) -> None:
    (tmp_path / "empty.csv").write_text("")
    files = ("--reference", str(tmp_path / "empty.csv"), "--current", CURRENT)
    result = run("run", *files, "--out", str(tmp_path / "out"))
    assert result.exit_code == 3
    assert "reference: got no rows" in result.output


def test_a_broken_file_ends_with_4(tmp_path: Path) -> None:
    (tmp_path / "broken.parquet").write_bytes(b"PAR1 nothing")
    result = judge(tmp_path / "out", current=str(tmp_path / "broken.parquet"))
    assert result.exit_code == 4
    assert "broken.parquet: got unreadable data" in result.output


def test_a_place_that_cannot_be_written_ends_with_2(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = judge(tmp_path / "file/out", *ROLES)
    assert result.exit_code == 2
    assert "--out" in result.output


def test_a_report_is_shown_again(tmp_path: Path) -> None:
    judge(tmp_path / "out", *ROLES, "--window", "25000")
    result = run("report", str(tmp_path / "out"))
    assert result.exit_code == 0
    assert "Drift in car_value" in result.output
    assert "report.html" in result.output


@pytest.mark.parametrize("content", [None, "{", "{}"])
def test_a_folder_without_a_verdict_is_named(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "verdict.json").write_text(content)
    result = run("report", str(tmp_path))
    assert result.exit_code in {2, 4}
    assert "verdict.json" in result.output
