import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from bootstrap import leftovers
from bootstrap.leftovers import in_use, on_machine
from bootstrap.places import Places

Write = Callable[[Path, str], Path]


def texts(places: Places) -> list[str]:
    return [item.text for item in (*in_use(places), *on_machine(places))]


@pytest.fixture(autouse=True)
def empty_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Cgroups and devices of a machine on which nothing of ours is."""
    groups = tmp_path / "cgroup"
    groups.mkdir()
    monkeypatch.setattr(leftovers, "CGROUPS", groups)
    monkeypatch.setattr(leftovers, "DEVICE", "slipway-none")
    return groups


def test_nothing_is_found_where_nothing_is(places: Places) -> None:
    assert texts(places) == []


def test_our_device_is_named(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leftovers, "DEVICE", "lo")
    assert texts(places) == ["network device: lo"]


def test_our_cgroups_are_named_on_both_generations(places: Places, empty_machine: Path) -> None:
    (empty_machine / "slipway").mkdir()
    (empty_machine / "memory" / "slipway").mkdir(parents=True)
    (empty_machine / "memory" / "slipway-7").mkdir()
    assert texts(places) == [
        f"cgroup: {empty_machine}/memory/slipway",
        f"cgroup: {empty_machine}/slipway",
    ]


def test_a_rule_about_our_device_is_named(
    places: Places, write_program: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leftovers, "DEVICE", "slipway0")
    rules = "-A FORWARD -i slipway0 -j ACCEPT\n-A FORWARD -i slipway01 -j ACCEPT"
    write_program(places.tools / "iptables-1.8/bin/iptables-save", f"echo '{rules}'")
    assert "rule: -A FORWARD -i slipway0 -j ACCEPT" in texts(places)
    assert len([text for text in texts(places) if text.startswith("rule")]) == 1


def test_nodes_of_kind_are_asked_for_only_with_that_driver(
    places: Places, tmp_path: Path, write_program: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_program(tmp_path / "path/docker", "echo slipway-control-plane")
    monkeypatch.setenv("PATH", f"{tmp_path / 'path'}:/usr/bin:/bin")
    places.state.mkdir()
    (places.state / "driver").write_text("bare\n")
    assert texts(places) == []
    (places.state / "driver").write_text("kind\n")
    assert texts(places) == ["container: slipway-control-plane"]


@pytest.mark.bare
def test_a_mount_below_the_state_is_named_even_with_a_blank(places: Places) -> None:
    place = places.state / "with blank"
    place.mkdir(parents=True)
    subprocess.run(["mount", "-t", "tmpfs", "none", place], check=True)
    try:
        assert texts(places) == [f"mount: {place}"]
    finally:
        subprocess.run(["umount", place], check=True)
