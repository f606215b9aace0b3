"""Fetches a complete set of dumps from the object store: the newest, or the one that is named."""

import hashlib
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import boto3

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

MARKER = "complete.json"


def complete_sets(client: "S3Client", bucket: str) -> list[str]:
    """The names of the complete sets, oldest first."""
    keys = [
        entry["Key"]
        for page in client.get_paginator("list_objects_v2").paginate(Bucket=bucket)
        for entry in page.get("Contents", [])
    ]
    return sorted(key.split("/")[0] for key in keys if key.endswith(f"/{MARKER}"))


def chosen(sets: list[str], wanted: str) -> str:
    """The named set, else the newest."""
    if not sets:
        raise SystemExit("backups: got none; expected a complete set. Run the backup first.")
    if wanted and wanted not in sets:
        raise SystemExit(f"backup: got {wanted}; expected one of {', '.join(sets)}.")
    return wanted or sets[-1]


def download(client: "S3Client", bucket: str, stamp: str, folder: Path) -> list[str]:
    """The files of one set, each checked against the digest noted when it was made."""
    marker = client.get_object(Bucket=bucket, Key=f"{stamp}/{MARKER}")["Body"].read()
    digests: dict[str, str] = json.loads(marker)
    for name, digest in digests.items():
        client.download_file(bucket, f"{stamp}/{name}", str(folder / name))
        found = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        if found != digest:
            message = (
                f"{bucket}/{stamp}/{name}: got sha256 {found}; expected {digest}."
                " The dump is damaged: restore another set."
            )
            raise SystemExit(message)
    return sorted(digests)


def main() -> None:
    """Leaves the files where the restore looks for them."""
    client = boto3.client("s3")
    bucket = os.environ["BACKUP_BUCKET"]
    stamp = chosen(complete_sets(client, bucket), os.environ.get("BACKUP_SET", ""))
    names = download(client, bucket, stamp, Path(os.environ["DUMPS"]))
    print(f"fetched {bucket}/{stamp}: {', '.join(names)}")  # noqa: T201


if __name__ == "__main__":
    main()
