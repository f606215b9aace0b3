"""Whether a registry has some images, asked directly and through the program."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from slipway.serving.release.image.address import RegistryAddress
from slipway.serving.release.image.archive import Archive
from slipway.serving.release.image.manifest import Manifest
from slipway.serving.release.image.pack import pack
from slipway.serving.release.image.presence import is_present, missing_images
from slipway.serving.release.image.registry import ImageRegistry
from slipway.serving.release.progress import silent
from tests.serving.release.support.archives import docker_archive, layer_tar
from tests.serving.release.support.registry_process import free_port

pytestmark = pytest.mark.engine
ABSENT = "sha256:" + "0" * 64


@pytest.fixture
def registry(registry_address: str) -> Iterator[ImageRegistry]:
    with ImageRegistry(registry_address) as registry:
        yield registry


def _pushed(registry: ImageRegistry, prefix: str, name: str, folder: Path) -> Manifest:
    archive = docker_archive(folder / f"{name}.tar", [layer_tar({name: prefix.encode()})])
    address = RegistryAddress(host=registry.address, prefix=prefix)
    repository = address.repository(registry, name)
    manifest = pack(Archive.open(archive), name, repository.put_blob, silent)
    repository.put(manifest.encode(), "1")
    return manifest


def _ask(registry: str, images: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "slipway.serving.release.image.presence"],
        input=json.dumps({"registry": registry, "images": images}),
        capture_output=True,
        text=True,
        check=False,
    )


def test_only_what_is_missing_is_named(registry: ImageRegistry, tmp_path: Path) -> None:
    there = _pushed(registry, "one", "tracking", tmp_path).digest
    address = RegistryAddress(host=registry.address, prefix="one")
    found = missing_images(
        registry, address, {"tracking": there, "database": there, "registry": ABSENT}
    )
    assert found == ["database", "registry"]


def test_an_image_without_one_of_its_layers_is_missing(
    registry: ImageRegistry, registry_address: str, tmp_path: Path
) -> None:
    manifest = _pushed(registry, "holed", "tracking", tmp_path)
    repository = RegistryAddress(host=registry_address, prefix="holed").repository(
        registry, "tracking"
    )
    assert is_present(repository, manifest.digest)
    url = f"http://{registry_address}/v2/{repository.name}/blobs/{manifest.layers[0].digest}"
    assert httpx.delete(url, trust_env=False).status_code == 202
    assert not is_present(repository, manifest.digest)


def test_the_program_answers_in_json(registry: ImageRegistry, tmp_path: Path) -> None:
    there = _pushed(registry, "program", "tracking", tmp_path).digest
    asked = _ask(f"{registry.address}/program", {"tracking": there, "database": ABSENT})
    assert json.loads(asked.stdout) == {"missing": ["database"]}


@pytest.mark.parametrize(
    ("registry", "message"),
    [
        ("https://x", "registry: got 'https://x'; expected"),
        ("127.0.0.1:PORT", "registry 127.0.0.1:PORT: got"),
    ],
)
def test_the_program_says_why_it_has_no_answer(registry: str, message: str) -> None:
    port = str(free_port())
    asked = _ask(registry.replace("PORT", port), {"tracking": ABSENT})
    assert asked.returncode == 1
    assert asked.stderr.startswith(message.replace("PORT", port))
    assert "Traceback" not in asked.stderr
