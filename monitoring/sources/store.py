"""A folder, an S3 bucket or a container of Azure behind one small interface."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

import pyarrow as pa

from slipway.monitoring.errors import WrongValueError

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One object of a store."""

    name: str
    """Relative to the store's root."""
    modified: datetime


class ObjectStore(Protocol):
    """What the job needs of a store; a missing object is a `FileNotFoundError`."""

    @property
    def url(self) -> str:
        """Where the store is, for messages."""

    def entries(self, prefix: str) -> Iterator[Entry]:
        """Objects under a prefix, by name; none if there is no such prefix."""

    def open(self, name: str) -> pa.NativeFile:
        """An object for reading; the caller closes it."""

    def write(self, name: str, data: bytes, content_type: str) -> None:
        """Puts an object whole or not at all."""


def store_at(url: str) -> ObjectStore:
    """The store of an `s3://` or `abfss://` URL or of a folder."""
    parts = urlsplit(url)
    if parts.scheme == "s3":
        return S3Store(bucket=parts.netloc, prefix=parts.path.strip("/"))
    if parts.scheme == "abfss":
        # Imported here: it makes its entries of this module.
        from slipway.monitoring.sources.azure_store import AzureStore  # noqa: PLC0415

        return AzureStore.at(url)
    if parts.scheme not in {"", "file"}:
        raise WrongValueError(
            place="store",
            value=url,
            rule="s3://BUCKET/PREFIX, abfss://CONTAINER@ACCOUNT.dfs.core.windows.net/PREFIX"
            " or a folder",
            remedy="Other stores are not read yet.",
        )
    return FolderStore(Path(parts.path if parts.scheme else url))


class FolderStore:
    """Files under a folder."""

    def __init__(self, root: Path) -> None:
        self._root = root

    @property
    def url(self) -> str:
        """The folder."""
        return str(self._root)

    def entries(self, prefix: str) -> Iterator[Entry]:
        """Files whose path from the root starts with the prefix."""
        folder = self._root / prefix.rpartition("/")[0]
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(self._root).as_posix()
            if path.is_file() and name.startswith(prefix):
                modified = datetime.fromtimestamp(path.stat().st_mtime, tz=UTC)
                yield Entry(name=name, modified=modified)

    def open(self, name: str) -> pa.NativeFile:
        """A file for reading."""
        return pa.OSFile(str(self._root / name), mode="r")

    def write(self, name: str, data: bytes, content_type: str) -> None:  # noqa: ARG002 -- files have no type
        """Writes beside and renames, so that a reader never sees half a file."""
        path = self._root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f".{path.name}.{os.getpid()}")
        beside.write_bytes(data)
        beside.replace(path)


class S3Store:
    """Objects under a prefix of a bucket; endpoint and keys come from the AWS_* environment."""

    def __init__(self, *, bucket: str, prefix: str, client: "S3Client | None" = None) -> None:
        self._bucket = bucket
        self._prefix = f"{prefix}/" if prefix else ""
        self._client = client if client is not None else _client()

    @property
    def url(self) -> str:
        """Bucket and prefix."""
        return f"s3://{self._bucket}/{self._prefix}".rstrip("/")

    def entries(self, prefix: str) -> Iterator[Entry]:
        """Objects by name, page by page."""
        pages = self._client.get_paginator("list_objects_v2")
        for page in pages.paginate(Bucket=self._bucket, Prefix=self._prefix + prefix):
            for item in page.get("Contents", []):
                name = item["Key"].removeprefix(self._prefix)
                yield Entry(name=name, modified=item["LastModified"])

    def open(self, name: str) -> pa.NativeFile:
        """An object, whole in memory: log files hold seconds of traffic."""
        key = self._prefix + name
        try:
            answer = self._client.get_object(Bucket=self._bucket, Key=key)
        except self._client.exceptions.NoSuchKey:
            raise FileNotFoundError(f"{self.url}/{name}") from None
        return pa.BufferReader(answer["Body"].read())

    def write(self, name: str, data: bytes, content_type: str) -> None:
        """Puts an object."""
        self._client.put_object(
            Bucket=self._bucket, Key=self._prefix + name, Body=data, ContentType=content_type
        )


def _client() -> "S3Client":
    import boto3  # noqa: PLC0415 -- a second of import time that runs on files don't pay
    from botocore.config import Config  # noqa: PLC0415 -- see above

    config = Config(
        connect_timeout=5,
        read_timeout=60,
        retries={"mode": "standard", "max_attempts": 4},
        s3={"addressing_style": "path"},  # other stores have no name per bucket
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )
    return boto3.client("s3", config=config)
