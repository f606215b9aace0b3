import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bootstrap.elevation import ensure_root, hand_back, sudo_command
from bootstrap.faults import Fault
from bootstrap.owner import claim
from bootstrap.places import Places

Write = Callable[[Path, str], Path]


@pytest.fixture
def as_person(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 1000)


def test_root_goes_on(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 0)
    monkeypatch.setenv("PATH", "")
    ensure_root(["up"], places)


@pytest.mark.usefixtures("as_person")
def test_without_sudo_a_person_is_told_to_be_root(
    places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(Fault, match="this needs root, and there is no sudo; run it as root"):
        ensure_root(["up"], places)


@pytest.mark.usefixtures("as_person")
def test_a_person_goes_on_with_sudo(
    places: Places, tmp_path: Path, write_program: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    sudo = write_program(tmp_path / "sudo", "true")
    monkeypatch.setenv("PATH", str(tmp_path))
    started: list[tuple[str, list[str]]] = []
    monkeypatch.setattr("os.execv", lambda *call: started.append(call))
    ensure_root(["step", "tools"], places)
    ((program, argv),) = started
    assert program == str(sudo)
    assert argv[:3] == [str(sudo), "-E", "env"]
    assert argv[-5:] == [sys.executable, "-m", "bootstrap", "step", "tools"]


def test_what_sudo_resets_is_passed_on(places: Places) -> None:
    argv = sudo_command("/usr/bin/sudo", ["up"], places, {"HOME": "/home/ada", "PATH": "/go/bin"})
    assert {"HOME=/home/ada", "PATH=/go/bin", f"SLIPWAY_STATE={places.state}"} <= set(argv)
    assert f"SLIPWAY_CACHE={places.cache}" in argv


def test_roots_builds_stay_out_of_a_persons_caches(places: Places) -> None:
    argv = sudo_command("/usr/bin/sudo", ["up"], places, {"HOME": "/home/ada"})
    for name in ("GOCACHE", "GOMODCACHE", "PIP_CACHE_DIR"):
        (setting,) = [word for word in argv if word.startswith(f"{name}=")]
        assert setting.startswith(f"{name}={places.cache}/")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_what_root_made_goes_back_to_the_caller_but_not_the_clusters_data(places: Places) -> None:
    claim(places)
    places.cluster.mkdir()
    for file in (places.clone / "a", places.state / "b", places.cluster / "c"):
        file.touch()
    os.chown(places.clone, 1000, 1000)
    other = places.clone / "other"
    other.touch()
    os.chown(other, 1001, 1001)
    hand_back(places, {"SUDO_UID": "1000", "SUDO_GID": "1000"})
    owners = {p.name: p.stat().st_uid for p in (places.clone / "a", places.state / "b", other)}
    assert owners == {"a": 1000, "b": 1000, "other": 1001}
    assert (places.cluster / "c").stat().st_uid == 0


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_another_clones_state_is_left_alone(places: Places) -> None:
    places.state.mkdir()
    places.owner.write_text("/somewhere/else\n")
    os.chown(places.clone, 1000, 1000)
    hand_back(places, {"SUDO_UID": "1000", "SUDO_GID": "1000"})
    assert places.owner.stat().st_uid == 0


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_without_sudo_nothing_changes_hands(places: Places) -> None:
    claim(places)
    os.chown(places.clone, 1000, 1000)
    hand_back(places, {})
    assert places.owner.stat().st_uid == 0
