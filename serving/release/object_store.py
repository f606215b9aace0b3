"""The S3 object store of the platform, as far as a release writes into it."""

from dataclasses import dataclass, field
from pathlib import Path

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from slipway.serving.release.errors import ReleaseError


class ObjectStoreError(ReleaseError):
    """An object that couldn't be stored."""

    def __init__(self, place: str, problem: str) -> None:
        super().__init__(
            f"object store, {place}",
            got=problem,
            expected="a stored object",
            remedy="Look at `slipway status`; the platform must be up and have space.",
        )


@dataclass(frozen=True, kw_only=True)
class ObjectStore:
    """An endpoint and the keys for it."""

    endpoint: str
    access_key_id: str
    secret_access_key: str = field(repr=False)
    region: str = "us-east-1"

    def put(self, bucket: str, key: str, path: Path) -> str:
        """Stores a file; the answer is its address.

        Raises:
            ObjectStoreError: It couldn't be stored.
        """
        client = boto3.client(
            "s3",
            endpoint_url=self.endpoint,
            aws_access_key_id=self.access_key_id,
            aws_secret_access_key=self.secret_access_key,
            region_name=self.region,
            config=Config(s3={"addressing_style": "path"}, retries={"max_attempts": 4}),
        )
        address = f"s3://{bucket}/{key}"
        try:
            client.put_object(Bucket=bucket, Key=key, Body=path.read_bytes())
        except (BotoCoreError, ClientError) as error:
            raise ObjectStoreError(address, " ".join(str(error).split())) from error
        finally:
            client.close()
        return address
