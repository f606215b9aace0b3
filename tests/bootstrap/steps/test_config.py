"""`make up` refuses a faulty stack file before it builds or starts anything."""

import dataclasses
import shutil
from pathlib import Path

import pytest

from bootstrap.faults import StepFailed, WrongConfiguration
from bootstrap.places import find_places
from bootstrap.steps.config import check_configuration


def clone_with(tmp_path: Path, text: str) -> Path:
    (tmp_path / "Pulumi.local.yaml").write_text(text)
    (tmp_path / ".venv").symlink_to(find_places().clone / ".venv")
    return tmp_path


def test_all_faults_are_named_and_the_exit_code_says_wrong_configuration(tmp_path: Path) -> None:
    text = (
        "config:\n"
        "  slipway:platform:\n"
        "    variant: open-source\n"
        "    target: {kind: local}\n"
        "    modles: {}\n"
        "    models: {Car_Loan: {serving: {replicas: {min: 5, max: 2}}}}\n"
    )
    places = dataclasses.replace(find_places(), clone=clone_with(tmp_path, text))
    with pytest.raises(WrongConfiguration) as caught:
        check_configuration(places)
    for place in ("platform.modles", "platform.models.Car_Loan", "serving.replicas"):
        assert place in str(caught.value)
    assert StepFailed("up", "config", caught.value).exit_code == 2


def test_the_committed_stack_file_has_no_faults(tmp_path: Path) -> None:
    clone = clone_with(tmp_path, "")
    shutil.copy(find_places().clone / "Pulumi.local.yaml", clone / "Pulumi.local.yaml")
    check_configuration(dataclasses.replace(find_places(), clone=clone))
