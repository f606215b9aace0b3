import io
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from bootstrap import leftovers
from bootstrap.console import Console
from bootstrap.faults import StepFailed
from bootstrap.leftovers import Left
from bootstrap.owner import claim
from bootstrap.places import Places
from bootstrap.steps.stack import stack_record
from bootstrap.teardown import CLUSTER_MODULE, tear_down

Write = Callable[[Path, str], Path]


@pytest.fixture(autouse=True)
def quiet_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """What lies on the machine outside of the state folder is another test's matter."""
    monkeypatch.setattr(leftovers, "on_machine", lambda _: [])
    monkeypatch.setattr(leftovers, "in_use", lambda _: [])


@pytest.fixture
def stack(places: Places, write_program: Write) -> Callable[[str, str], None]:
    """A stack with programs that stand in for Pulumi and for the cluster's own command."""

    def make(pulumi: str, python: str) -> None:
        claim(places)
        record = stack_record(places)
        record.parent.mkdir(parents=True)
        record.touch()
        write_program(places.bin / "pulumi", pulumi)
        write_program(places.python, python)
        places.cluster.mkdir()
        places.clone.joinpath(*CLUSTER_MODULE).parent.mkdir(parents=True)
        places.clone.joinpath(*CLUSTER_MODULE).touch()

    return make


Stack = Callable[[str, str], None]


def test_without_a_state_there_is_nothing_to_do(
    places: Places, console: Console, out: io.StringIO
) -> None:
    assert tear_down(places, console) == 0
    assert "nothing is up" in out.getvalue()
    assert "kept: the cache" not in out.getvalue()


def test_the_stack_is_destroyed_and_only_the_cache_stays(
    places: Places, console: Console, out: io.StringIO, tmp_path: Path, stack: Stack
) -> None:
    stack(f'echo "$@" > {tmp_path / "asked"}', f"touch {tmp_path / 'fallback'}")
    places.tools.mkdir(parents=True)
    assert tear_down(places, console) == 0
    asked = (tmp_path / "asked").read_text()
    assert asked.startswith("--non-interactive destroy --yes --skip-preview --stack local")
    assert f"--config-file {places.stack_file}" in asked
    assert not places.state.exists()
    assert places.tools.exists()
    assert not (tmp_path / "fallback").exists()
    assert f"kept: the cache {places.cache}" in out.getvalue()
    assert "nothing is left" in out.getvalue()


def test_a_failed_destroy_falls_back_to_the_clusters_own_way(
    places: Places, console: Console, out: io.StringIO, tmp_path: Path, stack: Stack
) -> None:
    stack("echo the engine broke; exit 5", f'echo "$@" > {tmp_path / "fallback"}')
    assert tear_down(places, console) == 0
    called = (tmp_path / "fallback").read_text()
    assert called == f"-m slipway.components.local.bare down --state {places.cluster}\n"
    assert "pulumi destroy failed" in out.getvalue()
    assert "the engine broke" in out.getvalue()
    assert not places.state.exists()


def test_if_both_ways_fail_the_state_stays_for_another_try(
    places: Places, console: Console, stack: Stack
) -> None:
    stack("exit 5", "exit 6")
    with pytest.raises(StepFailed, match="down failed at step destroy"):
        tear_down(places, console)
    assert stack_record(places).exists()


def test_a_state_in_use_is_kept_and_what_uses_it_is_named(
    places: Places,
    console: Console,
    out: io.StringIO,
    stack: Stack,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stack("true", "true")
    monkeypatch.setattr(leftovers, "in_use", lambda _: [Left(kind="mount", name="/x")])
    assert tear_down(places, console) == 1
    assert places.state.exists()
    assert "left: mount: /x" in out.getvalue()
    assert f"left: files: {places.state}, since they are in use" in out.getvalue()
    assert "nothing is left" not in out.getvalue()


def test_something_left_on_the_machine_is_a_failure(
    places: Places, console: Console, out: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = [Left(kind="network device", name="slipway0")]
    monkeypatch.setattr(leftovers, "on_machine", lambda _: left)
    assert tear_down(places, console) == 1
    assert "left: network device: slipway0" in out.getvalue()


def test_a_state_without_a_stack_is_simply_removed(
    places: Places, console: Console, out: io.StringIO
) -> None:
    claim(places)
    places.logs.mkdir()
    assert tear_down(places, console) == 0
    assert "there is no cluster to remove" in out.getvalue()
    assert not places.state.exists()


def test_links_into_other_folders_are_removed_and_not_followed(
    places: Places, console: Console, tmp_path: Path
) -> None:
    claim(places)
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "file").touch()
    os.symlink(kept, places.state / "link")  # noqa: PTH211 - one fact
    assert tear_down(places, console) == 0
    assert (kept / "file").exists()
