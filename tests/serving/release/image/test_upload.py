"""Uploads over connections that break."""

import hashlib
import random
from pathlib import Path

import httpx
import pytest

from slipway.serving.release.image.blob import Blob, write_blob
from slipway.serving.release.image.registry import ImageRegistry, RegistryUnreachableError
from slipway.serving.release.image.repository import Repository
from slipway.serving.release.image.upload import BlobUpload, DigestMismatchError
from tests.serving.release.support.cutting_proxy import cutting_proxy

MEDIA_TYPE = "application/octet-stream"


def _blob(folder: Path, size: int, seed: int) -> Blob:
    return write_blob(random.Random(seed).randbytes(size), MEDIA_TYPE, folder)  # noqa: S311


@pytest.mark.engine
def test_a_blob_of_many_pieces_arrives_whole(registry_address: str, tmp_path: Path) -> None:
    blob = _blob(tmp_path, 1_000_003, seed=1)
    with ImageRegistry(registry_address) as registry:
        BlobUpload(registry, "pieces", piece=100_000).send(blob)
        back = Repository(registry=registry, name="pieces").get_blob(blob.descriptor, tmp_path)
    content = back.path.read_bytes()
    assert f"sha256:{hashlib.sha256(content).hexdigest()}" == blob.descriptor.digest


@pytest.mark.engine
def test_an_upload_goes_on_after_the_connection_was_cut_twice(
    registry_address: str, tmp_path: Path
) -> None:
    blob = _blob(tmp_path, 3_000_000, seed=2)
    with (
        cutting_proxy(registry_address, after=1_500_000, cuts=2) as address,
        ImageRegistry(address, pause=0.01) as registry,
    ):
        BlobUpload(registry, "cut", piece=400_000).send(blob)
        assert Repository(registry=registry, name="cut").has_blob(blob.descriptor.digest)


@pytest.mark.engine
def test_a_connection_that_breaks_every_time_ends_with_the_registrys_name(
    registry_address: str, tmp_path: Path
) -> None:
    blob = _blob(tmp_path, 3_000_000, seed=3)
    with (
        cutting_proxy(registry_address, after=50_000, cuts=99) as address,
        ImageRegistry(address, pause=0.01) as registry,
        pytest.raises(RegistryUnreachableError, match=address),
    ):
        BlobUpload(registry, "broken", piece=3_000_000).send(blob)


def test_a_registry_that_stores_other_bytes_is_noticed(tmp_path: Path) -> None:
    blob = _blob(tmp_path, 10, seed=4)

    def answer(request: httpx.Request) -> httpx.Response:
        statuses = {"POST": 202, "PATCH": 202, "PUT": 201}
        headers = {"Location": "/v2/x/blobs/uploads/1", "Docker-Content-Digest": "sha256:other"}
        return httpx.Response(statuses[request.method], headers=headers)

    with (
        ImageRegistry("localhost:1", transport=httpx.MockTransport(answer)) as registry,
        pytest.raises(DigestMismatchError, match="got sha256:other; expected sha256:"),
    ):
        BlobUpload(registry, "x").send(blob)


def test_a_session_that_the_registry_forgot_is_opened_anew(tmp_path: Path) -> None:
    blob = _blob(tmp_path, 10, seed=5)
    seen: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.method)
        if seen == ["POST", "PATCH"]:
            return httpx.Response(503)
        status = {"POST": 202, "GET": 404, "PATCH": 202, "PUT": 201}[request.method]
        return httpx.Response(status, headers={"Location": "/v2/x/blobs/uploads/1"})

    with ImageRegistry("localhost:1", transport=httpx.MockTransport(answer), pause=0) as registry:
        BlobUpload(registry, "x").send(blob)
    assert seen == ["POST", "PATCH", "GET", "POST", "PATCH", "PUT"]
