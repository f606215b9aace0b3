"""An S3 client that keeps objects in memory and refuses what a real store would."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from botocore.exceptions import ClientError


class BucketDouble:
    """The few calls that the platform's scripts make."""

    def __init__(self, *, failures: int = 0) -> None:
        self.buckets: dict[str, dict[str, bytes]] = {}
        self.policies: dict[str, str] = {}
        self.written: list[str] = []
        self.failures = failures

    def list_buckets(self) -> dict[str, list[str]]:
        if self.failures:
            self.failures -= 1
            raise _error("ServiceUnavailable", "ListBuckets")
        return {"Buckets": sorted(self.buckets)}

    def create_bucket(self, *, Bucket: str) -> None:  # noqa: N803 -- S3's own names
        if Bucket in self.buckets:
            raise _error("BucketAlreadyOwnedByYou", "CreateBucket")
        if "_" in Bucket:
            raise _error("InvalidBucketName", "CreateBucket")
        self.buckets[Bucket] = {}

    def put_bucket_policy(self, *, Bucket: str, Policy: str) -> None:  # noqa: N803
        self.policies[Bucket] = Policy

    def put_object(self, *, Bucket: str, Key: str, Body: bytes) -> None:  # noqa: N803
        self.buckets[Bucket][Key] = Body
        self.written.append(Key)

    def get_object(self, *, Bucket: str, Key: str) -> dict[str, BytesIO]:  # noqa: N803
        return {"Body": BytesIO(self.buckets[Bucket][Key])}

    def delete_object(self, *, Bucket: str, Key: str) -> None:  # noqa: N803
        del self.buckets[Bucket][Key]
        self.written.append(f"-{Key}")

    def upload_file(self, path: str, bucket: str, key: str) -> None:
        self.put_object(Bucket=bucket, Key=key, Body=Path(path).read_bytes())

    def download_file(self, bucket: str, key: str, path: str) -> None:
        Path(path).write_bytes(self.buckets[bucket][key])

    def get_paginator(self, operation: str) -> "BucketDouble":
        assert operation == "list_objects_v2"
        return self

    def paginate(self, *, Bucket: str) -> Iterator[dict[str, list[dict[str, str]]]]:  # noqa: N803
        # One object per page: whoever reads only the first page is found out.
        for key in sorted(self.buckets[Bucket]):
            yield {"Contents": [{"Key": key}]}
        yield {}


def _error(code: str, operation: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": code}}, operation)
