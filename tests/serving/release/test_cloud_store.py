"""References go into the cloud's stores by the login of whoever releases."""

from collections.abc import Iterator
from pathlib import Path

import boto3
import httpx
import pytest
from moto import mock_aws

from slipway.serving.release.azure_login import AzureLoginError, entra_token
from slipway.serving.release.cloud_store import CloudStore, StoreAddressError
from slipway.serving.release.object_store import ObjectStoreError

# botocore uses parts of Python that it will have to leave.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

AZURE = "abfss://monitoring@account.dfs.core.windows.net/team/"
KEY = "car-loan/v3/reference.parquet"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "reference.parquet"
    path.write_bytes(b"rows")
    return path


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    with mock_aws():
        yield


@pytest.mark.usefixtures("aws")
@pytest.mark.parametrize(("base", "key"), [("", KEY), ("/team/", f"team/{KEY}")])
def test_a_bucket_is_found_by_the_stacks_address_alone(file: Path, base: str, key: str) -> None:
    client = boto3.client("s3")
    place = {"LocationConstraint": "eu-central-1"}
    client.create_bucket(Bucket="slipway-monitoring", CreateBucketConfiguration=place)  # type: ignore[arg-type] # a literal of the stubs
    store = CloudStore(bases={"monitoring": f"s3://slipway-monitoring{base}"})
    assert store.put("monitoring", KEY, file) == f"s3://slipway-monitoring/{key}"
    assert client.get_object(Bucket="slipway-monitoring", Key=key)["Body"].read() == b"rows"


@pytest.mark.usefixtures("aws")
def test_a_bucket_that_is_gone_is_named(file: Path) -> None:
    store = CloudStore(bases={"monitoring": "s3://gone"})
    with pytest.raises(ObjectStoreError, match=rf"s3://gone/{KEY}: got .*NoSuchBucket"):
        store.put("monitoring", KEY, file)


class Account:
    """Azure's answer, and what was asked."""

    def __init__(self, status: int = 201) -> None:
        self.status = status
        self.requests: list[httpx.Request] = []
        self.scopes: list[str] = []

    def store(self) -> CloudStore:
        return CloudStore(
            bases={"monitoring": AZURE},
            token=self._token,
            transport=httpx.MockTransport(self._answer),
        )

    def _token(self, scope: str) -> str:
        self.scopes.append(scope)
        return "of Ada"

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        return httpx.Response(self.status, headers={"x-ms-error-code": "AuthorizationFailure"})


def test_a_container_takes_one_request_with_the_token_of_storage(file: Path) -> None:
    account = Account()
    address = account.store().put("monitoring", KEY, file)
    assert address == f"abfss://monitoring@account.dfs.core.windows.net/team/{KEY}"
    (request,) = account.requests
    assert (request.method, request.content) == ("PUT", b"rows")
    assert str(request.url) == f"https://account.blob.core.windows.net/monitoring/team/{KEY}"
    assert request.headers["authorization"] == "Bearer of Ada"
    assert request.headers["x-ms-blob-type"] == "BlockBlob"
    assert account.scopes == ["https://storage.azure.com/.default"]


def test_azures_refusal_is_told_without_the_token(file: Path) -> None:
    with pytest.raises(ObjectStoreError, match="got status 403, AuthorizationFailure") as info:
        Account(403).store().put("monitoring", KEY, file)
    assert "Ada" not in str(info.value)


def test_an_account_that_does_not_answer_is_named(file: Path) -> None:
    def refuse(_request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("no route")

    store = CloudStore(
        bases={"monitoring": AZURE},
        token=lambda _scope: "t",
        transport=httpx.MockTransport(refuse),
    )
    with pytest.raises(
        ObjectStoreError, match=r"abfss://monitoring@.*: got ConnectError: no route"
    ):
        store.put("monitoring", KEY, file)


@pytest.mark.parametrize("base", [None, "https://account.blob.core.windows.net/monitoring"])
def test_a_stack_without_the_store_is_told_what_belongs_there(base: str | None, file: Path) -> None:
    store = CloudStore(bases={} if base is None else {"monitoring": base})
    with pytest.raises(StoreAddressError, match=r"stores\.monitoring: got .*pulumi up"):
        store.put("monitoring", KEY, file)


@pytest.mark.parametrize("fault", [ModuleNotFoundError("azure"), RuntimeError("az login\nmore")])
def test_nobody_logged_in_is_a_sentence(fault: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise fault

    if isinstance(fault, ModuleNotFoundError):
        monkeypatch.setitem(__import__("sys").modules, "azure.identity", None)
    else:
        monkeypatch.setattr("azure.identity.DefaultAzureCredential", refuse)
    said = "no azure-identity" if isinstance(fault, ModuleNotFoundError) else "az login; expected"
    with pytest.raises(AzureLoginError, match=f"login to Azure: got {said}"):
        entra_token("https://storage.azure.com/.default")
