from pathlib import Path

import pytest

from slipway.serving.package import Engine
from slipway.serving.release.image.address import RegistryAddress
from slipway.serving.release.image.base import from_archive
from slipway.serving.release.image.build import push_model_image
from slipway.serving.release.image.config import ModelIdentity
from slipway.serving.release.image.manifest import Manifest
from slipway.serving.release.image.reference import ImageReference
from slipway.serving.release.image.registry import ImageRegistry
from slipway.serving.release.progress import silent
from slipway.serving.release.runtime_source import (
    RUNTIMES,
    NoRuntimeError,
    open_base,
    pinned_runtime,
    runtime_sources,
)
from tests.serving.release.support.archives import docker_archive, layer_tar
from tests.serving.release.support.registry_process import running_registry

DIGEST = f"sha256:{'a' * 64}"


def test_each_engine_has_a_runtime_of_its_own() -> None:
    archives = {name: Path(f"/cache/{name}.tar") for name in RUNTIMES.values()}
    assert runtime_sources({}, archives, {}) == {
        Engine.FLAVOUR: Path("/cache/runtime.tar"),
        Engine.ONNX: Path("/cache/runtime-onnx.tar"),
    }


def test_an_archive_on_this_machine_comes_before_a_name_and_a_name_before_a_pin() -> None:
    archives = {name: Path(f"/cache/{name}.tar") for name in RUNTIMES.values()}
    images = {name: f"slipway.local/{name}:0123" for name in RUNTIMES.values()}
    address = RegistryAddress.parse("h:5000/team")
    pinned = {name: pinned_runtime(address, name, DIGEST) for name in RUNTIMES.values()}
    assert runtime_sources(images, archives, pinned)[Engine.ONNX] == archives["runtime-onnx"]
    named = runtime_sources(images, {}, pinned)
    assert named[Engine.ONNX] == ImageReference.parse("slipway.local/runtime-onnx:0123")
    assert runtime_sources({}, {}, pinned)[Engine.ONNX] == pinned["runtime-onnx"]


@pytest.mark.parametrize(
    ("registry", "place"),
    [
        ("a.azurecr.io", "a.azurecr.io/slipway/runtime-onnx"),
        ("h:5000/team", "h:5000/team/slipway/runtime-onnx"),
    ],
)
def test_a_pinned_runtime_lies_among_the_platforms_images(registry: str, place: str) -> None:
    pinned = pinned_runtime(RegistryAddress.parse(registry), "runtime-onnx", DIGEST)
    assert pinned == ImageReference.parse(f"{place}@{DIGEST}")


@pytest.mark.parametrize("missing", RUNTIMES.values())
def test_a_stack_that_lacks_a_runtime_is_told_which_and_what_to_do(missing: str) -> None:
    archives = {name: Path("x.tar") for name in RUNTIMES.values() if name != missing}
    remedy = rf"slipway:images\.{missing}: got nothing.*make up.*slipway images push"
    with pytest.raises(NoRuntimeError, match=remedy):
        runtime_sources({}, archives, {})


@pytest.mark.engine
def test_a_runtime_in_another_registry_is_brought_along(
    registry_address: str, package: Path, tmp_path: Path
) -> None:
    archive = docker_archive(tmp_path / "runtime.tar", [layer_tar({"far": b"away"})])
    folder = tmp_path / "far"
    folder.mkdir()
    with running_registry(folder) as far, ImageRegistry(registry_address) as target:
        with ImageRegistry(far) as origin:
            repository = RegistryAddress(host=far).repository(origin, "runtime-onnx")
            pushed = from_archive(archive, repository, silent)
        source = repository.reference(digest=pushed.manifest.digest)
        address = RegistryAddress(host=registry_address)
        ours = address.repository(target, "from-afar")
        with open_base(Engine.ONNX, source, target, address, silent) as base:
            image = push_model_image(
                base=base,
                package=package,
                model=ModelIdentity(name="car-loan", version=1, run_id="r"),
                repository=ours,
                progress=silent,
            )
        assert ours.complete(Manifest.parse("x", ours.get(image)))
