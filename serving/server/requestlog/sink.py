"""Where log files go: a folder, a bucket that speaks S3, or a container of Azure."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from urllib.parse import unquote, urlsplit

from slipway.serving.server.requestlog.sink_blob import BlobPlace, BlobSink
from slipway.serving.server.requestlog.sink_error import SinkError

if TYPE_CHECKING:
    from mypy_boto3_s3.client import S3Client


class Sink(Protocol):
    """Stores whole files by key; called from one thread only."""

    def put(self, key: str, body: bytes) -> None:
        """Stores the file, or raises SinkError and leaves nothing half-written."""


def open_sink(url: str) -> Sink:
    """The sink for a URL that the settings accepted; nothing is touched before the first file."""
    parts = urlsplit(url)
    if parts.scheme == "s3" and parts.netloc:
        return BucketSink(parts.netloc, parts.path.strip("/"))
    blobs = BlobPlace.parse(url)
    if blobs is not None:
        return BlobSink(blobs)
    if parts.scheme == "file":
        return FolderSink(Path(unquote(parts.path)))
    return FolderSink(Path(url))


class FolderSink:
    """Files below a folder, each seen only when it is complete."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, key: str, body: bytes) -> None:
        """Writes beside the target and renames."""
        path = self._folder / key
        part = path.with_name(f".{path.name}.part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            part.write_bytes(body)
            part.replace(path)
        except OSError as fault:
            with suppress(OSError):
                part.unlink()
            raise SinkError(f"{type(fault).__name__}: {fault.strerror}") from fault


class BucketSink:
    """Objects in a bucket; credentials, region and endpoint come from the AWS_* variables."""

    def __init__(self, bucket: str, prefix: str) -> None:
        self._bucket = bucket
        self._prefix = f"{prefix}/" if prefix else ""
        self._client: S3Client | None = None

    def put(self, key: str, body: bytes) -> None:
        """One request; short time-outs, for the writer retries later anyway."""
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - 0.2 s, 35 MB

        # boto3 raises a plain ValueError for an endpoint that is no URL.
        try:
            client = self._client = self._client or _client()
            client.put_object(Bucket=self._bucket, Key=self._prefix + key, Body=body)
        except (BotoCoreError, ClientError, ValueError) as fault:
            raise SinkError(f"{type(fault).__name__}: {fault}") from fault


def _client() -> S3Client:
    import boto3  # noqa: PLC0415 - only a process that logs to a bucket pays for it
    from botocore.config import Config  # noqa: PLC0415 - as above

    custom = "AWS_ENDPOINT_URL" in os.environ or "AWS_ENDPOINT_URL_S3" in os.environ
    config = Config(
        connect_timeout=2,
        read_timeout=5,
        retries={"total_max_attempts": 2, "mode": "standard"},
        # A bucket as a host name needs DNS that only the cloud's own store has.
        s3={"addressing_style": "path" if custom else "auto"},
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )
    return boto3.client("s3", config=config)
