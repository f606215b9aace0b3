from collections.abc import Callable
from pathlib import Path

import pytest

from bootstrap.driver import decide_driver, keep_driver, kept_driver
from bootstrap.places import Places

Write = Callable[[Path, str], Path]
AUTO = "config:\n  slipway:platform:\n    target: {kind: local}\n"


@pytest.fixture(autouse=True)
def no_docker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "path"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    return folder


def decide(places: Places) -> str:
    return decide_driver(places, lambda _: None)


def test_without_docker_the_cluster_is_bare(
    places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    assert decide(places) == "bare"


def test_a_docker_without_a_daemon_isnt_enough(
    places: Places, no_docker: Path, write_program: Write
) -> None:
    write_program(no_docker / "docker", "echo cannot connect >&2; exit 1")
    assert decide(places) == "bare"


def test_a_docker_that_cant_pull_isnt_enough(
    places: Places, no_docker: Path, write_program: Write
) -> None:
    write_program(no_docker / "docker", 'test "$1" = info && echo some-id')
    said: list[str] = []
    assert decide_driver(places, said.append) == "bare"
    assert said[0].startswith("Docker answers: pulling kindest/node:")


def test_a_docker_that_pulls_the_node_gives_kind(
    places: Places, no_docker: Path, write_program: Write
) -> None:
    write_program(no_docker / "docker", 'test "$1" = image || echo done')
    assert decide(places) == "kind"


@pytest.mark.parametrize(
    "text",
    [
        "    target: {kind: local, driver: kind}\n",
        "    target:\n      kind: local\n      driver: kind\n",
    ],
)
def test_the_stack_files_choice_wins(places: Places, text: str) -> None:
    places.committed_stack_file.write_text(f"config:\n  slipway:platform:\n{text}")
    assert decide(places) == "kind"


@pytest.mark.parametrize("text", [AUTO, AUTO.replace("local}", "local, driver: auto}")])
def test_auto_leaves_the_choice_to_the_machine(places: Places, text: str) -> None:
    places.committed_stack_file.write_text(text)
    assert decide(places) == "bare"


def test_a_choice_once_made_is_kept(places: Places) -> None:
    places.state.mkdir()
    keep_driver(places, "kind")
    places.committed_stack_file.write_text(AUTO.replace("local}", "local, driver: bare}"))
    assert kept_driver(places) == "kind"
    assert decide(places) == "kind"


def test_an_unreadable_choice_is_made_anew(places: Places) -> None:
    places.state.mkdir()
    (places.state / "driver").write_text("")
    assert decide(places) == "bare"
