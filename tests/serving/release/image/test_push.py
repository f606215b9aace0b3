"""Images pushed into a real registry, and pulled back byte by byte."""

import hashlib
import json
import tarfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from slipway.serving.release.image.auth import RegistryLogin
from slipway.serving.release.image.base import RUNTIME, from_archive, from_registry
from slipway.serving.release.image.blob import Descriptor
from slipway.serving.release.image.build import push_model_image
from slipway.serving.release.image.config import ModelIdentity
from slipway.serving.release.image.copy import copy_image
from slipway.serving.release.image.manifest import LAYER, Manifest
from slipway.serving.release.image.reference import ImageReference
from slipway.serving.release.image.registry import (
    ImageRegistry,
    RegistryAnswerError,
    RegistryUnreachableError,
)
from slipway.serving.release.image.repository import ImageGoneError, Repository
from slipway.serving.release.image.upload import DigestMismatchError
from slipway.serving.release.progress import silent
from tests.serving.release.support.archives import docker_archive, layer_tar
from tests.serving.release.support.registry_process import free_port, running_registry

pytestmark = pytest.mark.engine
MODEL = ModelIdentity(name="car-loan", version=3, run_id="abc")


@pytest.fixture
def registry(registry_address: str) -> Iterator[ImageRegistry]:
    with ImageRegistry(registry_address) as registry:
        yield registry


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    layers = [layer_tar({"opt/venv/python": b"p" * 5000}), layer_tar({"opt/slipway/x.py": b"x"})]
    return docker_archive(tmp_path / "runtime.tar", layers)


def _push(registry: ImageRegistry, archive: Path, package: Path, name: str) -> ImageReference:
    base = from_archive(archive, Repository(registry=registry, name=RUNTIME), silent)
    repository = Repository(registry=registry, name=name)
    return push_model_image(
        base=base, package=package, model=MODEL, repository=repository, progress=silent
    )


def test_every_blob_of_a_pushed_image_comes_back_as_its_digest_and_diff_id_say(
    registry: ImageRegistry, archive: Path, package: Path, tmp_path: Path
) -> None:
    image = _push(registry, archive, package, "pulled-back")
    repository = Repository(registry=registry, name="pulled-back")
    manifest = Manifest.parse("x", repository.get(image))
    config = json.loads(repository.get_blob(manifest.config, tmp_path).path.read_bytes())
    diff_ids = []
    for layer in manifest.layers:
        blob = repository.get_blob(layer, tmp_path)
        assert blob.path.stat().st_size == layer.size
        unpacked = httpx.Response(
            200, headers={"Content-Encoding": "gzip"}, content=blob.path.read_bytes()
        ).content
        diff_ids.append(f"sha256:{hashlib.sha256(unpacked).hexdigest()}")
    assert config["rootfs"]["diff_ids"] == diff_ids
    top = tmp_path / manifest.layers[-1].digest.removeprefix("sha256:")
    with tarfile.open(top, "r:gz") as content:
        names = content.getnames()
    assert names[0] == "opt/model"
    assert "opt/model/slipway-model.json" in names


def test_the_registry_serves_dockers_schema_2_under_the_digest(
    registry: ImageRegistry, registry_address: str, archive: Path, package: Path
) -> None:
    image = _push(registry, archive, package, "media-types")
    url = f"http://{registry_address}/v2/media-types/manifests/{image.digest}"
    answer = httpx.get(url, trust_env=False, headers={"Accept": "*/*"})
    assert answer.headers["Content-Type"] == "application/vnd.docker.distribution.manifest.v2+json"
    assert answer.headers["Docker-Content-Digest"] == image.digest
    kinds = {layer["mediaType"] for layer in answer.json()["layers"]}
    assert kinds == {"application/vnd.docker.image.rootfs.diff.tar.gzip"}


def test_equal_inputs_give_the_same_digest_and_another_version_another(
    registry: ImageRegistry, archive: Path, package: Path
) -> None:
    first = _push(registry, archive, package, "same")
    assert _push(registry, archive, package, "same") == first
    base = from_archive(archive, Repository(registry=registry, name=RUNTIME), silent)
    other = push_model_image(
        base=base,
        package=package,
        model=ModelIdentity(name="car-loan", version=4, run_id="abc"),
        repository=Repository(registry=registry, name="same"),
        progress=silent,
    )
    assert other.digest != first.digest


def test_the_runtime_is_pushed_once(registry: ImageRegistry, tmp_path: Path) -> None:
    archive = docker_archive(tmp_path / "once.tar", [layer_tar({"once": b"once"})])
    repository = Repository(registry=registry, name=RUNTIME)
    lines: list[str] = []
    first = from_archive(archive, repository, lines.append)
    assert len(lines) == 1
    second = from_archive(archive, repository, lines.append)
    assert len(lines) == 1
    assert second.manifest == first.manifest


def test_the_runtime_may_come_from_the_registry(registry: ImageRegistry, archive: Path) -> None:
    repository = Repository(registry=registry, name=RUNTIME)
    pushed = from_archive(archive, repository, silent)
    base = from_registry(repository.reference(digest=pushed.manifest.digest), repository)
    assert base.config == pushed.config
    assert base.manifest == pushed.manifest


def test_the_tag_names_version_and_digest_and_never_moves(
    registry: ImageRegistry, registry_address: str, archive: Path, package: Path
) -> None:
    image = _push(registry, archive, package, "tags")
    assert image.digest is not None
    url = f"http://{registry_address}/v2/tags/tags/list"
    assert httpx.get(url, trust_env=False).json()["tags"] == [f"v3-{image.digest[7:19]}"]


def test_an_image_that_is_gone_is_named(registry: ImageRegistry) -> None:
    repository = Repository(registry=registry, name="car-loan")
    image = repository.reference(digest="sha256:" + "0" * 64)
    with pytest.raises(ImageGoneError, match=r"car-loan@sha256:000.*got nothing in the registry"):
        repository.get(image)


def test_a_blob_that_comes_back_altered_is_noticed(tmp_path: Path) -> None:
    descriptor = Descriptor(media_type=LAYER, size=4, digest="sha256:" + "0" * 64)
    transport = httpx.MockTransport(lambda _request: httpx.Response(200, content=b"else"))
    with (
        ImageRegistry("localhost:1", transport=transport) as registry,
        pytest.raises(DigestMismatchError, match="expected sha256:000"),
    ):
        Repository(registry=registry, name="x").get_blob(descriptor, tmp_path)


def test_a_registry_that_is_down_is_named() -> None:
    with (
        ImageRegistry(f"localhost:{free_port()}", pause=0) as registry,
        pytest.raises(RegistryUnreachableError, match=r"registry localhost:.*refused"),
    ):
        Repository(registry=registry, name="x").find("latest")


def test_a_copy_between_registries_keeps_the_digest(
    registry: ImageRegistry, archive: Path, package: Path, tmp_path: Path
) -> None:
    image = _push(registry, archive, package, "origin")
    assert image.digest is not None
    other_folder = tmp_path / "other"
    other_folder.mkdir()
    with running_registry(other_folder) as address, ImageRegistry(address) as other:
        source = Repository(registry=registry, name="origin")
        target = Repository(registry=other, name="car-loan")
        copied = copy_image(image.digest, source, target, tag="v3", progress=silent)
        assert copied.digest == image.digest
        assert target.complete(Manifest.parse("x", target.get(copied)))


def test_a_registry_that_asks_for_a_login_gets_it(
    archive: Path, package: Path, tmp_path: Path
) -> None:
    (tmp_path / "htpasswd").write_text(
        "ada:$2y$05$bvIG6Nmid91Mu9RcmmWZfO5HJIMCT8riNW0hEp8f6/FuA2/mHZFpe\n"
    )
    auth = f"auth: {{htpasswd: {{realm: x, path: {tmp_path / 'htpasswd'}}}}}"
    login = RegistryLogin(username="ada", password="password")  # noqa: S106 - of this test only
    with (
        running_registry(tmp_path, auth=auth) as address,
        ImageRegistry(address, login=login) as registry,
        ImageRegistry(address) as stranger,
    ):
        with pytest.raises(RegistryAnswerError, match="status 401"):
            Repository(registry=stranger, name="guarded").find("latest")
        image = _push(registry, archive, package, "guarded")
        assert Repository(registry=registry, name="guarded").get(image)
