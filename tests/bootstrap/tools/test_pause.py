"""The pause program as a process: it waits, and it reaps what is given to it."""

import ctypes
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

from bootstrap.console import Console, Progress
from bootstrap.tools.go_build import Bench, compile_source, find_go
from bootstrap.tools.model import GoSource

pytestmark = pytest.mark.skipif(shutil.which("go") is None, reason="no Go on this machine")
PR_SET_CHILD_SUBREAPER = 36


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pause")
    go = find_go()
    assert go is not None
    progress = Progress(console=Console(), title="build")
    bench = Bench(go=go, work=folder / "work", target=folder, log=folder / "log", progress=progress)
    compile_source(GoSource(folder="pause"), bench)
    return folder / "pause"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_waits_until_it_is_asked_to_end(program: Path, number: signal.Signals) -> None:
    process = subprocess.Popen([program])
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(timeout=0.3)
    process.send_signal(number)
    assert process.wait(timeout=5) == 0


def zombies_of(parent: int) -> list[int]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, ppid = stat.read_text().rpartition(")")[2].split()[:2]
        except OSError:
            continue
        if int(ppid) == parent and state == "Z":
            found.append(int(stat.parent.name))
    return found


def test_orphans_that_it_inherits_leave_no_zombies(program: Path) -> None:
    """A shell becomes the pause program and adopts what its child leaves behind."""

    def adopt() -> None:
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)

    script = f"(sh -c 'sleep 0.2 & sleep 0.3 & exit 0'); exec {program}"
    process = subprocess.Popen(["sh", "-c", script], preexec_fn=adopt)  # noqa: PLW1509 - one thread
    try:
        time.sleep(1)
        assert os.readlink(f"/proc/{process.pid}/exe") == str(program)  # noqa: PTH115 - /proc
        assert zombies_of(process.pid) == []
        assert process.poll() is None
    finally:
        process.terminate()
        process.wait(timeout=5)


def test_an_argument_is_refused(program: Path) -> None:
    done = subprocess.run([program, "now"], capture_output=True, check=False, text=True)
    assert done.returncode == 2
    assert 'got argument "now"; expected none' in done.stderr
