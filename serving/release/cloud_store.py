"""The object stores of a platform in a cloud, entered by whoever is logged in there."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import boto3
import httpx
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from slipway.serving.release.azure_login import entra_token
from slipway.serving.release.errors import ReleaseError
from slipway.serving.release.object_store import ObjectStoreError

if TYPE_CHECKING:
    from mypy_boto3_s3.client import S3Client

_SCOPE = "https://storage.azure.com/.default"
_VERSION = "2023-11-03"
_SECONDS = 60.0
_S3 = re.compile(r"s3://(?P<bucket>[^/]+)(?:/(?P<prefix>.*))?")
_AZURE = re.compile(
    r"abfss://(?P<container>[^@/]+)@(?P<account>[a-z0-9]{3,24})\.dfs\.(?P<cloud>core\.[a-z.]+)"
    r"(?:/(?P<prefix>.*))?"
)


class StoreAddressError(ReleaseError):
    """A stack that doesn't say where one of its stores is, or in a way that nobody knows."""

    def __init__(self, store: str, url: str | None) -> None:
        super().__init__(
            f"stack output stores.{store}",
            got="nothing" if url is None else repr(url),
            expected="s3://BUCKET[/PREFIX] or abfss://CONTAINER@ACCOUNT.dfs.core.windows.net",
            remedy="Run `pulumi up`, which writes it.",
        )


def _client() -> "S3Client":
    return boto3.client("s3", config=Config(retries={"max_attempts": 4}))


@dataclass(frozen=True, kw_only=True)
class CloudStore:
    """Base addresses by store: no endpoint is named and no key exists."""

    bases: Mapping[str, str]
    s3: "Callable[[], S3Client]" = _client
    token: Callable[[str], str] = entra_token
    """Gives a token of Entra for a scope."""
    transport: httpx.BaseTransport | None = None

    def put(self, bucket: str, key: str, path: Path) -> str:
        """Stores a file below a store's base; the answer is its address.

        Raises:
            StoreAddressError: The stack has no such store.
            ObjectStoreError: It couldn't be stored.
            AzureLoginError: Nobody is logged in to Azure.
        """
        base = self.bases.get(bucket)
        address = f"{(base or '').rstrip('/')}/{key}"
        if found := _S3.fullmatch(base or ""):
            self._put_object(found["bucket"], _below(found["prefix"], key), path, address)
        elif found := _AZURE.fullmatch(base or ""):
            host = f"https://{found['account']}.blob.{found['cloud']}"
            name = quote(_below(found["prefix"], key))
            self._put_blob(f"{host}/{found['container']}/{name}", path, address)
        else:
            raise StoreAddressError(bucket, base)
        return address

    def _put_object(self, bucket: str, key: str, path: Path, address: str) -> None:
        try:
            client = self.s3()
            try:
                client.put_object(Bucket=bucket, Key=key, Body=path.read_bytes())
            finally:
                client.close()
        except (BotoCoreError, ClientError) as error:
            raise ObjectStoreError(address, " ".join(str(error).split())) from error

    def _put_blob(self, url: str, path: Path, address: str) -> None:
        """One request, for which the right to write is enough."""
        headers = {
            "Authorization": f"Bearer {self.token(_SCOPE)}",
            "x-ms-blob-type": "BlockBlob",
            "x-ms-version": _VERSION,
        }
        try:
            with httpx.Client(transport=self.transport, timeout=_SECONDS) as client:
                answer = client.put(url, content=path.read_bytes(), headers=headers)
        except httpx.TransportError as error:
            raise ObjectStoreError(address, f"{type(error).__name__}: {error}") from error
        if not answer.is_success:
            said = answer.headers.get("x-ms-error-code", answer.reason_phrase)
            raise ObjectStoreError(address, f"status {answer.status_code}, {said}")


def _below(prefix: str | None, key: str) -> str:
    start = (prefix or "").strip("/")
    return f"{start}/{key}" if start else key
