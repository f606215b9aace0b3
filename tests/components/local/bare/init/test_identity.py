import dataclasses
import subprocess
import time
from pathlib import Path

from slipway.components.local.bare.init.identity import Identity


def test_it_is_known_again_from_its_file(tmp_path: Path) -> None:
    path = tmp_path / "process.json"
    with subprocess.Popen(["sleep", "60"]) as sleeper:
        Identity.of(sleeper.pid, "digest").save(path)
        loaded = Identity.load(path)
        assert loaded == Identity.of(sleeper.pid, "digest")
        assert loaded is not None
        assert loaded.alive()
        sleeper.kill()
    assert not loaded.alive()


def test_a_zombie_counts_as_ended() -> None:
    child = subprocess.Popen(["sleep", "60"])
    identity = Identity.of(child.pid, "")
    child.kill()
    deadline = time.monotonic() + 10
    while identity.alive() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert Path(f"/proc/{child.pid}").exists(), "nobody has collected it yet"
    assert not identity.alive()
    child.wait()


def test_another_process_that_got_its_number_is_not_taken_for_it() -> None:
    with subprocess.Popen(["sleep", "60"]) as sleeper:
        identity = Identity.of(sleeper.pid, "")
        assert not dataclasses.replace(identity, started=identity.started - 1).alive()
        assert not dataclasses.replace(identity, boot="an earlier one").alive()
        sleeper.kill()


def test_no_file_means_no_process(tmp_path: Path) -> None:
    assert Identity.load(tmp_path / "process.json") is None
