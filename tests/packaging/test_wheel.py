"""Another team installs the wheel and uses one component alone."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROGRAM = Path(__file__).with_name("one_component.py")
PUBLISHED = {"components", "monitoring", "serving", "stacks"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    [path] = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty environment with the wheel and what it requires, at the pinned versions."""
    environment = tmp_path_factory.mktemp("environment")
    uv = [sys.executable, "-m", "uv"]
    subprocess.run([*uv, "venv", "--quiet", "--python", sys.executable, environment], check=True)
    python = environment / "bin/python"
    subprocess.run(
        [*uv, "pip", "install", "--quiet", "--python", python, wheel,
         "--constraint", _plain_constraints(environment)],
        check=True,
    )  # fmt: skip
    return python


def _plain_constraints(folder: Path) -> Path:
    """The pinned versions without hashes, which a wheel of our own can't have."""
    pins = [
        line.rstrip("\\ \n")
        for line in (ROOT / "requirements/dev.txt").read_text().splitlines()
        if line and line[0] not in " #"
    ]
    path = folder / "constraints.txt"
    path.write_text("\n".join(pins) + "\n")
    return path


def test_the_wheel_claims_one_import_name_and_is_typed(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    top = {name.split("/")[0] for name in names}
    assert {name for name in top if not name.endswith(".dist-info")} == {"slipway"}
    assert "slipway/py.typed" in names
    folders = {name.split("/")[1] for name in names if name.count("/") > 1}
    assert folders - {"licenses"} == PUBLISHED


def test_a_ten_line_program_plans_one_component_from_the_wheel(installed: Path) -> None:
    result = subprocess.run(
        [installed, PROGRAM], capture_output=True, text=True, check=False, cwd="/"
    )
    assert result.returncode == 0, result.stderr
    types = {resource["type"] for resource in json.loads(result.stdout)}
    assert "slipway:index:ModelService" in types
    assert "kubernetes:apps/v1:Deployment" in types
    assert "kubernetes:autoscaling/v2:HorizontalPodAutoscaler" in types


def test_the_base_install_brings_no_cloud_sdk(installed: Path) -> None:
    listed = subprocess.run(
        [sys.executable, "-m", "uv", "pip", "list", "--quiet", "--format", "json",
         "--python", installed],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    names = {package["name"] for package in json.loads(listed.stdout)}
    assert {"slipway-mlops", "pulumi-kubernetes"} <= names
    assert names.isdisjoint({"pulumi-azure-native", "pulumi-aws", "mlflow", "scikit-learn"})


def test_each_cloud_is_an_extra_of_its_own(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    [path] = [name for name in archive.namelist() if name.endswith("/METADATA")]
    required = [
        line.removeprefix("Requires-Dist: ")
        for line in archive.read(path).decode().splitlines()
        if line.startswith("Requires-Dist: pulumi-a")
    ]
    assert len(required) == 2
    assert all(line.endswith(("extra == 'azure'", "extra == 'aws'")) for line in required), required
