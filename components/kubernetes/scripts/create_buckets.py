"""Makes the buckets that a file lists and lets the named accounts use them; safe to repeat."""

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import boto3
from botocore.exceptions import BotoCoreError, ClientError

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

ACTIONS = {
    "read": (["s3:GetObject"], ["s3:ListBucket", "s3:GetBucketLocation"]),
    "write": (["s3:PutObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"], []),
    "delete": (["s3:DeleteObject"], []),
}
ALREADY_OURS = {"BucketAlreadyOwnedByYou", "BucketAlreadyExists"}
PATIENCE_SECONDS = 120


def policy(bucket: str, grants: dict[str, list[str]]) -> str:
    """A bucket policy; an account that it doesn't name has no access at all."""
    statements = []
    for account, accesses in sorted(grants.items()):
        objects = [action for access in accesses for action in ACTIONS[access][0]]
        whole = [action for access in accesses for action in ACTIONS[access][1]]
        for actions, resource in ((objects, f"{bucket}/*"), (whole, bucket)):
            if actions:
                statement = {
                    "Effect": "Allow",
                    "Principal": {"AWS": [account]},
                    "Action": actions,
                    "Resource": [f"arn:aws:s3:::{resource}"],
                }
                statements.append(statement)
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


def ensure(client: "S3Client", bucket: str, grants: dict[str, list[str]]) -> None:
    """One bucket as the list says; its content is never touched."""
    try:
        client.create_bucket(Bucket=bucket)
    except ClientError as error:
        if error.response["Error"]["Code"] not in ALREADY_OURS:
            raise
    if grants:
        client.put_bucket_policy(Bucket=bucket, Policy=policy(bucket, grants))


def wait(client: "S3Client", seconds: float = PATIENCE_SECONDS) -> None:
    """Returns once the store answers; names may take a moment after its first start."""
    end = time.monotonic() + seconds
    while True:
        try:
            client.list_buckets()
        except (BotoCoreError, ClientError) as error:
            if time.monotonic() > end:
                raise
            print(f"waiting for the object store: {error}", flush=True)  # noqa: T201 -- pod log
            time.sleep(2)
        else:
            return


def main(path: str) -> None:
    """Reads the list and makes all of it true."""
    wanted: dict[str, dict[str, list[str]]] = json.loads(Path(path).read_text(encoding="utf-8"))
    client = boto3.client("s3")
    wait(client)
    for bucket, grants in sorted(wanted.items()):
        ensure(client, bucket, grants)
        print(f"bucket {bucket}: {grants or 'for the owner alone'}", flush=True)  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1])
