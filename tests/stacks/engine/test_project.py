from pathlib import Path

import pytest

from slipway.stacks.engine.errors import NoProjectError
from slipway.stacks.engine.project import project_folder


def test_the_nearest_project_above_is_meant(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (tmp_path / "Pulumi.yaml").touch()
    assert project_folder(inner, tmp_path / "state") == tmp_path
    (tmp_path / "a" / "Pulumi.yaml").touch()
    assert project_folder(inner, tmp_path / "state") == tmp_path / "a"


def test_elsewhere_the_clone_that_owns_the_state_is_meant(tmp_path: Path) -> None:
    clone, state, elsewhere = tmp_path / "clone", tmp_path / "state", tmp_path / "elsewhere"
    for folder in (clone, state, elsewhere):
        folder.mkdir()
    (clone / "Pulumi.yaml").touch()
    (state / "owner").write_text(f"{clone}\n")
    assert project_folder(elsewhere, state) == clone


def test_no_project_at_all_is_told(tmp_path: Path) -> None:
    with pytest.raises(NoProjectError, match=r"got no Pulumi\.yaml here or above"):
        project_folder(tmp_path, tmp_path / "state")
