"""The platform's object store as the sample writes to and reads from it."""

import io
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

import boto3
import pyarrow.parquet as pq

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


@dataclass(frozen=True, kw_only=True)
class ObjectStore:
    """An S3 endpoint with keys."""

    url: str
    access_key_id: str
    secret_access_key: str

    def put(self, bucket: str, key: str, body: bytes) -> None:
        """Stores one object."""
        self._client.put_object(Bucket=bucket, Key=key, Body=body)

    def get(self, bucket: str, key: str) -> bytes:
        """One object's bytes."""
        return self._client.get_object(Bucket=bucket, Key=key)["Body"].read()

    def parquet_rows(self, bucket: str, prefix: str, *, since: datetime) -> int:
        """Rows of all Parquet objects below a prefix that were written since a time."""
        pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix)
        keys = [
            item["Key"]
            for page in pages
            for item in page.get("Contents", [])
            if item["LastModified"] >= since and item["Key"].endswith(".parquet")
        ]
        return sum(pq.read_metadata(io.BytesIO(self.get(bucket, key))).num_rows for key in keys)

    @cached_property
    def _client(self) -> "S3Client":
        return boto3.client(
            "s3",
            endpoint_url=self.url,
            aws_access_key_id=self.access_key_id,
            aws_secret_access_key=self.secret_access_key,
            region_name="us-east-1",
        )
