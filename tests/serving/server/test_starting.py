"""The command line and the way to readiness."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from slipway.serving.server.main import main
from tests.serving.server.server_process import ServerProcess

if TYPE_CHECKING:
    import pytest

ROOT = Path(__file__).parents[3]


def run(*arguments: str, **environment: str) -> tuple[int, list[dict[str, object]]]:
    """A start that is expected to fail: its exit code and events."""
    command = [sys.executable, "-m", "slipway.serving.server", "--host", "127.0.0.1"]
    done = subprocess.run(
        [*command, *arguments],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, [json.loads(line) for line in done.stderr.splitlines()]


def test_a_folder_that_is_no_model_is_one_error_and_exit_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--model", str(tmp_path)]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "got no slipway-model.json; expected a packaged model" in json.loads(line)["message"]


def test_wrong_settings_are_all_named_at_once(
    loan_model: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLIPWAY_IN_FLIGHT", "many")
    monkeypatch.setenv("SLIPWAY_LOG_URL", "ftp://somewhere")
    assert main(["--model", str(loan_model)]) == 2
    message = json.loads(capsys.readouterr().err)["message"]
    assert "SLIPWAY_IN_FLIGHT: got 'many'; expected a whole number of at least 1." in message
    assert "SLIPWAY_LOG_URL: got 'ftp://somewhere'" in message


def test_a_model_that_does_not_load_ends_the_process_with_its_reason(
    loan_model: Path, tmp_path: Path
) -> None:
    broken = tmp_path / "model"
    shutil.copytree(loan_model, broken)
    (broken / "mlflow" / "model.pkl").write_bytes(b"nonsense")
    code, events = run("--model", str(broken), "--port", "0")
    assert code == 2
    assert [event["event"] for event in events] == ["start", "error", "stop"]
    assert "got a file that fails to load" in str(events[1]["message"])


def test_a_log_that_cannot_start_ends_the_process_with_its_reason(
    loan_model: Path, tmp_path: Path
) -> None:
    (tmp_path / "pyarrow").mkdir()
    (tmp_path / "pyarrow" / "__init__.py").write_text("raise ImportError('no Arrow here')\n")
    settings = {"SLIPWAY_LOG_URL": str(tmp_path / "log"), "PYTHONPATH": str(tmp_path)}
    code, events = run("--model", str(loan_model), "--port", "0", **settings)
    assert code == 2
    assert [event["event"] for event in events] == ["start", "error", "stop"]
    assert "ImportError" in str(events[1]["message"])


def test_a_model_that_fails_on_its_own_example_never_becomes_ready(
    loan_model: Path, tmp_path: Path
) -> None:
    changed = tmp_path / "model"
    shutil.copytree(loan_model, changed)
    manifest = json.loads((changed / "slipway-model.json").read_text())
    manifest["example"]["region"] = "atlantis"
    (changed / "slipway-model.json").write_text(json.dumps(manifest))
    code, events = run("--model", str(changed), "--port", "0")
    assert code == 2
    assert "fails on its warm-up row" in str(events[1]["message"])
    assert "atlantis" not in str(events)


def test_a_taken_port_is_one_error_and_exit_2(loan_model: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        code, events = run("--model", str(loan_model), "--port", str(taken.getsockname()[1]))
    assert code == 2
    assert "expected a free port" in str(events[0]["message"])


def test_it_runs_in_the_repository_by_its_short_name_and_accepts_serve(sum_model: Path) -> None:
    command = [sys.executable, "-m", "serving.server", "serve", "--host", "127.0.0.1"]
    process = subprocess.Popen(
        [*command, "--model", str(sum_model), "--port", "0"],
        cwd=ROOT,
        env=os.environ | {"SLIPWAY_DRAIN_SECONDS": "0"},
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    events = [json.loads(process.stderr.readline())["event"] for _ in range(2)]
    process.terminate()
    process.communicate(timeout=20)
    assert (events, process.returncode) == (["start", "ready"], 0)


def test_name_and_version_of_the_command_line_win_over_the_package(sum_model: Path) -> None:
    with ServerProcess(
        sum_model, "--name", "other", "--version", "9", SLIPWAY_DIGEST="d"
    ) as server:
        reply = server.client.get("/v2/models/other/versions/9")
        assert (reply.json()["name"], reply.json()["versions"]) == ("other", ["9"])
        assert server.metric('slipway_model_info{digest="d",name="other",version="9"}') == 1
        assert 0 < server.metric("slipway_model_load_seconds") < 60


def test_before_the_model_is_loaded_it_lives_but_is_not_ready(sleeper_model: Path) -> None:
    server = ServerProcess(sleeper_model)
    try:
        live = server.client.get("/v2/health/live").status_code
        ready = server.client.get("/v2/health/ready").status_code
        infer = server.client.post("/v2/models/sleeper/infer", json={})
        assert (live, ready, infer.status_code) == (200, 503, 503)
        assert infer.json() == {"error": "The model is not ready: starting."}
    finally:
        server.__exit__()
