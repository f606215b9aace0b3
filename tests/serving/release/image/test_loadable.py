"""A pushed image in the hands of the container runtime that will run it."""

import json
from pathlib import Path

import pytest

from slipway.serving.release.image.base import RUNTIME, from_archive
from slipway.serving.release.image.build import push_model_image
from slipway.serving.release.image.config import ModelIdentity
from slipway.serving.release.image.registry import ImageRegistry
from slipway.serving.release.image.repository import Repository
from slipway.serving.release.progress import silent
from tests.serving.release.support.archives import docker_archive, layer_tar
from tests.serving.release.support.containerd import running_containerd

pytestmark = pytest.mark.bare


def test_containerd_pulls_a_model_image_and_finds_runtime_and_model_in_it(
    registry_address: str, package: Path, tmp_path: Path
) -> None:
    layers = [layer_tar({"opt/venv/python": b"py"}), layer_tar({"opt/slipway/x.py": b"x"})]
    archive = docker_archive(tmp_path / "runtime.tar", layers)
    with ImageRegistry(registry_address) as registry:
        base = from_archive(archive, Repository(registry=registry, name=RUNTIME), silent)
        image = push_model_image(
            base=base,
            package=package,
            model=ModelIdentity(name="car-loan", version=1, run_id="r"),
            repository=Repository(registry=registry, name="loadable"),
            progress=silent,
        )
    with running_containerd() as containerd:
        containerd.pull(str(image))
        with containerd.mounted(str(image)) as files:
            assert (files / "opt/venv/python").read_bytes() == b"py"
            assert (files / "opt/slipway/x.py").read_bytes() == b"x"
            manifest = files / "opt/model/slipway-model.json"
            assert json.loads(manifest.read_text()) == {"name": "car-loan"}
            assert manifest.stat().st_uid == 65532
