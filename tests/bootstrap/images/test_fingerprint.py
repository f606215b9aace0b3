import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bootstrap.image_builder.context import Origins, context_of
from bootstrap.image_builder.fingerprint import LENGTH, fingerprint
from tests.bootstrap.images.workbench import APP, TOOL, make_origins


def _name_of(origins: Origins, *, base: str = "b", platform: str = "linux/amd64") -> str:
    return fingerprint(context_of(APP, origins), base=base, platform=platform)


def _edit(name: str) -> Callable[[Path], object]:
    return lambda repository: (repository / name).write_text("changed\n")


CHANGES = {
    "the Dockerfile": _edit("bootstrap/images/app/Dockerfile"),
    "a file beside the Dockerfile": _edit("bootstrap/images/app/config.yml"),
    "the requirements": _edit("requirements/app.txt"),
    "a copied file": _edit("app/inner/code.py"),
    "a new file": _edit("app/new.py"),
    "a removed file": lambda repository: (repository / "app/inner/code.py").unlink(),
    "a renamed file": lambda repository: (repository / "app/inner").rename(repository / "app/o"),
    "a permission": lambda repository: (repository / "app/inner/code.py").chmod(0o755),
}
NO_CHANGES = {
    "the time of a file": lambda repository: os.utime(repository / "app/inner/code.py", (1, 1)),
    "a write permission": lambda repository: (repository / "app/inner/code.py").chmod(0o600),
    "a file of another image": _edit("bootstrap/images/tool/Dockerfile"),
    "a file that no image copies": _edit("README.md"),
    "a folder that stays out": _edit("app/release/push.py"),
    "bytecode": lambda repository: (
        (repository / "app/__pycache__").mkdir(),
        (repository / "app/__pycache__/code.pyc").write_bytes(b"x"),
    ),
    "an editor's hidden file": _edit("app/.code.py.swp"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_change_of_an_input_changes_the_name(
    change: Callable[[Path], object], tmp_path: Path
) -> None:
    origins = make_origins(tmp_path)
    before = _name_of(origins)
    change(origins.repository)
    assert _name_of(origins) != before


@pytest.mark.parametrize("change", NO_CHANGES.values(), ids=NO_CHANGES.keys())
def test_what_is_no_input_leaves_the_name(change: Callable[[Path], object], tmp_path: Path) -> None:
    origins = make_origins(tmp_path)
    before = _name_of(origins)
    change(origins.repository)
    assert _name_of(origins) == before


def test_the_base_and_the_platform_are_inputs(tmp_path: Path) -> None:
    origins = make_origins(tmp_path)
    names = {
        _name_of(origins),
        _name_of(origins, base="another"),
        _name_of(origins, platform="linux/arm64"),
    }
    assert len(names) == 3


def test_the_bytes_of_a_tool_are_an_input(tmp_path: Path) -> None:
    origins = make_origins(tmp_path)
    before = fingerprint(context_of(TOOL, origins), base="scratch", platform="p")
    tool = origins.tools / "tool"
    tool.write_bytes(tool.read_bytes() + b"x")
    assert fingerprint(context_of(TOOL, origins), base="scratch", platform="p") != before


def test_the_same_tree_in_another_place_has_the_same_name(tmp_path: Path) -> None:
    here = make_origins(tmp_path)
    shutil.copytree(here.repository, tmp_path / "elsewhere")
    there = Origins(repository=tmp_path / "elsewhere", tools=here.tools)
    assert _name_of(there) == _name_of(here)


def test_a_name_is_twelve_hex_digits(tmp_path: Path) -> None:
    name = _name_of(make_origins(tmp_path))
    assert len(name) == LENGTH == 12
    assert int(name, 16) >= 0
