from pathlib import Path

import pytest

from slipway.serving.release.object_store import ObjectStore, ObjectStoreError
from tests.serving.release.support.bucket_server import bucket_server

# botocore uses parts of Python that it will have to leave.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    path = tmp_path / "reference.parquet"
    path.write_bytes(b"rows")
    return path


def _store(url: str) -> ObjectStore:
    secret = "open sesame"  # noqa: S105 - of this test only
    return ObjectStore(endpoint=url, access_key_id="ada", secret_access_key=secret)


def test_an_object_is_stored_by_path_with_the_given_key(file: Path) -> None:
    with bucket_server() as server:
        address = _store(server.url).put("monitoring", "car-loan/v3/reference.parquet", file)
    assert address == "s3://monitoring/car-loan/v3/reference.parquet"
    assert b"rows" in server.objects["/monitoring/car-loan/v3/reference.parquet"]
    assert "Credential=ada/" in server.logins[0]


def test_a_refusal_names_the_address_and_no_secret(file: Path) -> None:
    with bucket_server(403) as server:
        store = _store(server.url)
        with pytest.raises(ObjectStoreError, match=r"object store, s3://m/x: got .*403") as info:
            store.put("m", "x", file)
    assert "sesame" not in str(info.value)
    assert "sesame" not in repr(store)
