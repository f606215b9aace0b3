"""Sends a folder of dumps to the object store, drops old ones, and reports the success.

A set of dumps counts only once its `complete.json` is there: it is written last.
"""

import hashlib
import json
import os
import urllib.request
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import boto3

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

MARKER = "complete.json"


def upload(client: "S3Client", bucket: str, folder: Path, now: datetime) -> str:
    """One set of dumps under the time it was made; its name."""
    stamp = now.strftime("%Y%m%dT%H%M%SZ")
    digests: dict[str, str] = {}
    for dump in sorted(folder.glob("*.dump")):
        client.upload_file(str(dump), bucket, f"{stamp}/{dump.name}")
        digests[dump.name] = hashlib.sha256(dump.read_bytes()).hexdigest()
    if not digests:
        message = f"{folder}: got no dump; expected one per database. Read the log of the dump."
        raise SystemExit(message)
    marker = json.dumps(digests, sort_keys=True).encode()
    client.put_object(Bucket=bucket, Key=f"{stamp}/{MARKER}", Body=marker)
    return stamp


def prune(client: "S3Client", bucket: str, keep: int) -> list[str]:
    """Deletes the oldest complete sets beyond the number to keep; their names."""
    keys = [
        entry["Key"]
        for page in client.get_paginator("list_objects_v2").paginate(Bucket=bucket)
        for entry in page.get("Contents", [])
    ]
    complete = sorted(key.split("/")[0] for key in keys if key.endswith(f"/{MARKER}"))
    old = complete[:-keep]
    for stamp in old:
        # The marker goes first: a set that is half gone must not look whole.
        own = sorted((key for key in keys if key.startswith(f"{stamp}/")), reverse=True)
        for key in sorted(own, key=lambda key: not key.endswith(MARKER)):
            client.delete_object(Bucket=bucket, Key=key)
    return old


def report(gateway: str, now: datetime) -> None:
    """The time of this success, for the alert on stale backups."""
    body = (
        "# TYPE slipway_backup_last_success_timestamp_seconds gauge\n"
        f"slipway_backup_last_success_timestamp_seconds {now.timestamp():.0f}\n"
    )
    request = urllib.request.Request(  # noqa: S310 -- the address is the platform's own
        f"{gateway}/metrics/job/database-backup", data=body.encode(), method="PUT"
    )
    with urllib.request.urlopen(request, timeout=10):  # noqa: S310
        return


def main() -> None:
    """Uploads, prunes, reports: a failure of any of them fails the job."""
    client = boto3.client("s3")
    bucket, keep = os.environ["BACKUP_BUCKET"], int(os.environ["BACKUP_KEEP"])
    now = datetime.now(UTC)
    stamp = upload(client, bucket, Path(os.environ["DUMPS"]), now)
    print(f"uploaded {bucket}/{stamp}; dropped {prune(client, bucket, keep)}")  # noqa: T201
    report(os.environ["PUSHGATEWAY"], now)


if __name__ == "__main__":
    main()
