import os
import signal
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from bootstrap.image_builder.logged import Logged


def _run(log: Path, script: str, said: list[str]) -> int:
    return Logged(log=log, say=said.append).run(["sh", "-c", script], env=os.environ)


def test_output_of_both_kinds_is_logged_below_the_command(tmp_path: Path) -> None:
    log = tmp_path / "logs" / "app.log"
    assert _run(log, "echo out; echo err >&2; exit 3", []) == 3
    lines = log.read_text().splitlines()
    assert lines[0].startswith("$ sh -c")
    assert sorted(lines[1:]) == ["err", "out"]
    assert stat.S_IMODE(log.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "line",
    [
        "STEP 2/7: RUN --mount=type=secret,id=x     apt-get update",
        "#6 [2/7] RUN --mount=type=secret,id=x     apt-get update",
    ],
    ids=["buildah", "docker"],
)
def test_the_steps_that_take_time_are_told(tmp_path: Path, line: str) -> None:
    said: list[str] = []
    _run(tmp_path / "log", f"echo '{line}'; echo noise; echo 'STEP 1/7: FROM scratch'", said)
    assert said == ["2/7 apt-get update"]


def test_an_interrupted_command_ends_before_we_do(tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    threading.Timer(0.7, os.kill, (os.getpid(), signal.SIGINT)).start()
    with pytest.raises(KeyboardInterrupt):
        _run(tmp_path / "log", f"echo $$ > {pid}; trap '' INT; while :; do sleep 1; done", [])
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid.read_text()), 0)


def test_a_log_grows_while_the_command_runs(tmp_path: Path) -> None:
    log = tmp_path / "log"
    code = (
        "import os; from pathlib import Path; from bootstrap.image_builder.logged import Logged;"
        f"Logged(log=Path({str(log)!r}), say=print).run("
        "['sh', '-c', 'echo early; read _ < fifo'], env=os.environ, cwd=Path('.'))"
    )
    os.mkfifo(tmp_path / "fifo")
    root = Path(__file__).resolve().parents[3]
    env = {**os.environ, "PYTHONPATH": str(root)}
    with subprocess.Popen([sys.executable, "-c", code], cwd=tmp_path, env=env) as process:
        try:
            deadline = time.monotonic() + 20
            while time.monotonic() < deadline and not (
                log.exists() and "early\n" in log.read_text()
            ):
                time.sleep(0.05)
            assert log.read_text().endswith("early\n")
            assert process.poll() is None
        finally:
            (tmp_path / "fifo").write_text("go\n")
