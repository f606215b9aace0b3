from pathlib import Path

import pytest

from slipway.serving.release.image.address import RegistryAddress
from slipway.serving.release.image.base import from_archive
from slipway.serving.release.image.build import push_model_image
from slipway.serving.release.image.config import ModelIdentity
from slipway.serving.release.image.manifest import Manifest
from slipway.serving.release.image.reference import ImageReference
from slipway.serving.release.image.registry import ImageRegistry
from slipway.serving.release.progress import silent
from slipway.serving.release.runtime_source import (
    NoRuntimeError,
    open_base,
    pinned_runtime,
    runtime_source,
)
from tests.serving.release.support.archives import docker_archive, layer_tar
from tests.serving.release.support.registry_process import running_registry


def test_an_archive_on_this_machine_comes_before_a_name() -> None:
    archive = Path("/cache/runtime.tar")
    images = {"runtime": "slipway.local/runtime:0123"}
    assert runtime_source(images, {"runtime": archive}) == archive
    assert runtime_source(images, {}) == ImageReference.parse("slipway.local/runtime:0123")


@pytest.mark.parametrize(
    ("registry", "place"),
    [
        ("a.azurecr.io", "a.azurecr.io/slipway/runtime"),
        ("h:5000/team", "h:5000/team/slipway/runtime"),
    ],
)
def test_a_stack_that_names_none_takes_the_pinned_one_of_its_registry(
    registry: str, place: str
) -> None:
    digest = f"sha256:{'a' * 64}"
    pinned = pinned_runtime(RegistryAddress.parse(registry), digest)
    assert runtime_source({}, {}, pinned) == ImageReference.parse(f"{place}@{digest}")
    images = {"runtime": "slipway.local/runtime:0123"}
    assert runtime_source(images, {}, pinned) == ImageReference.parse(images["runtime"])


def test_a_stack_without_a_runtime_is_told_so() -> None:
    with pytest.raises(NoRuntimeError, match=r"make up.*slipway images push"):
        runtime_source({}, {})


@pytest.mark.engine
def test_a_runtime_in_another_registry_is_brought_along(
    registry_address: str, package: Path, tmp_path: Path
) -> None:
    archive = docker_archive(tmp_path / "runtime.tar", [layer_tar({"far": b"away"})])
    folder = tmp_path / "far"
    folder.mkdir()
    with running_registry(folder) as far, ImageRegistry(registry_address) as target:
        with ImageRegistry(far) as origin:
            repository = RegistryAddress(host=far).repository(origin, "runtime")
            pushed = from_archive(archive, repository, silent)
        source = repository.reference(digest=pushed.manifest.digest)
        address = RegistryAddress(host=registry_address)
        ours = address.repository(target, "from-afar")
        with open_base(source, target, address, silent) as base:
            image = push_model_image(
                base=base,
                package=package,
                model=ModelIdentity(name="car-loan", version=1, run_id="r"),
                repository=ours,
                progress=silent,
            )
        assert ours.complete(Manifest.parse("x", ours.get(image)))
