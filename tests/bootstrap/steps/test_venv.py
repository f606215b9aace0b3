import importlib.util
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bootstrap.command import CommandFailed
from bootstrap.console import Progress
from bootstrap.places import Places
from bootstrap.steps import venv
from bootstrap.steps.venv import fingerprint, venv_step

Write = Callable[[Path, str], Path]


@pytest.fixture(autouse=True)
def clone(places: Places) -> Path:
    (places.clone / "pyproject.toml").write_text("[project]\n")
    (places.clone / "requirements").mkdir()
    (places.clone / "requirements/dev.txt").write_text("a==1\n")
    return places.clone


@pytest.fixture
def calls(places: Places, tmp_path: Path, write_program: Write) -> Path:
    """An environment whose interpreter only notes what it was asked to do."""
    asked = tmp_path / "asked"
    write_program(places.python, f'echo "$@" >> {asked}; echo pip 26')
    return asked


def test_pinned_packages_come_with_hashes_and_slipway_without_dependencies(
    places: Places, calls: Path, progress: Progress
) -> None:
    step = venv_step(places)
    assert step.done() is None
    assert step.run(progress) == "packages installed"
    installs = [line for line in calls.read_text().splitlines() if " install " in line]
    assert "--require-hashes -r requirements/dev.txt" in installs[0]
    assert "--no-deps --no-build-isolation -e ." in installs[1]
    assert step.done() == ".venv"


@pytest.mark.parametrize("name", ["pyproject.toml", "requirements/dev.txt"])
def test_a_changed_pin_installs_again(
    places: Places, calls: Path, progress: Progress, name: str
) -> None:
    step = venv_step(places)
    step.run(progress)
    assert calls.exists()
    with (places.clone / name).open("a") as stream:
        stream.write("b==2\n")
    assert step.done() is None


def test_a_failed_installation_doesnt_count(
    places: Places, write_program: Write, progress: Progress
) -> None:
    write_program(places.python, 'test "$3" = --version && echo pip 26')
    step = venv_step(places)
    with pytest.raises(CommandFailed, match="with a Python package index in reach"):
        step.run(progress)
    assert step.done() is None


def test_a_broken_environment_is_made_anew(
    places: Places, write_program: Write, progress: Progress, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_program(places.python, "exit 1")
    (places.clone / ".venv/rubbish").touch()
    made: list[str] = []

    def create(*_: object) -> None:
        made.append("made")
        write_program(places.python, "echo pip 26")

    monkeypatch.setattr(venv, "_create", create)
    venv_step(places).run(progress)
    assert made == ["made"]
    assert not (places.clone / ".venv/rubbish").exists()


def test_a_moved_clone_needs_its_environment_again(places: Places, tmp_path: Path) -> None:
    moved = tmp_path / "moved"
    shutil.copytree(places.clone, moved)
    assert fingerprint(moved) != fingerprint(places.clone)


def test_without_ensurepip_pip_comes_out_of_debians_package(
    places: Places, tmp_path: Path, progress: Progress, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The wheel is the one of this Python's ensurepip: it is the same program."""
    bundled = importlib.util.find_spec("ensurepip")
    assert bundled is not None
    assert bundled.origin is not None
    (wheel,) = (Path(bundled.origin).parent / "_bundled").glob("pip-*.whl")

    def unpack(_: object, root: Path, *__: object) -> list[str]:
        target = root / "usr/share/python-wheels"
        target.mkdir(parents=True)
        shutil.copy(wheel, target)
        return ["python3-pip-whl"]

    monkeypatch.setattr(venv, "unpack_packages", unpack)
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    venv._create(places, tmp_path / "log", progress)
    assert venv._works(places.python)
