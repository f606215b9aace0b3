"""An image's requirements are all that its server needs: nothing else may be imported."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from slipway.serving.package import package_model
from slipway.serving.release.compile.compile import compile_package
from tests.serving.release.compile.models import numbers, saved
from tests.support.example_stacks import ROOT

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.filterwarnings("ignore")

_PROGRAM = """
import importlib.abc, importlib.metadata, sys
from pathlib import Path

known = set(sys.argv[2].split(","))
owners = importlib.metadata.packages_distributions()

class Missing(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        top = name.partition(".")[0]
        names = {owner.lower().replace("_", "-") for owner in owners.get(top, ())}
        if names and not names & known and top != "slipway":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Missing())
from slipway.serving.package.manifest import read_manifest
from slipway.serving.server import main
from slipway.serving.server.model.load import load_model
from slipway.serving.server.process import Process
from slipway.serving.server.requestlog import log_table, sink, sink_blob, writer
sink._client()
folder = Path(sys.argv[1])
manifest = read_manifest(folder)
print(manifest.engine, type(load_model(folder, manifest)).__name__)
"""


def pinned(name: str) -> list[str]:
    text = (ROOT / "requirements" / f"{name}.txt").read_text()
    return [found.lower() for found in re.findall(r"^([\w.-]+)==", text, re.MULTILINE)]


def loaded(package: Path, requirements: list[str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", _PROGRAM, str(package), ",".join(requirements)]
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env={**os.environ, "AWS_DEFAULT_REGION": "eu-west-1"},
    )


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("requirements")
    saved("boosting", folder / "mlflow")
    package_model(folder / "mlflow", folder / "flavour", name="m", version="1")
    return folder / "flavour", compile_package(folder / "flavour", numbers(2), folder).package


def test_a_graph_is_served_with_what_its_image_holds(packages: tuple[Path, Path]) -> None:
    result = loaded(packages[1], pinned("serving-onnx"))
    assert (result.returncode, result.stdout.strip()) == (0, "onnx OnnxModel"), result.stderr


def test_a_flavour_is_served_with_what_its_image_holds(packages: tuple[Path, Path]) -> None:
    result = loaded(packages[0], pinned("serving"))
    assert (result.returncode, result.stdout.strip()) == (0, "flavour SklearnModel"), result.stderr


@pytest.mark.parametrize("missing", ["pyyaml", "onnxruntime", "uvloop", "pyarrow"])
def test_what_an_image_lacks_is_found_out(packages: tuple[Path, Path], missing: str) -> None:
    result = loaded(packages[1], [name for name in pinned("serving-onnx") if name != missing])
    assert result.returncode != 0
    assert "No module named" in result.stderr
