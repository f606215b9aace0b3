"""The files of a model version in a bucket: the model's folder and what its run left beside it."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from slipway.serving.release.errors import ReleaseError

if TYPE_CHECKING:
    from mypy_boto3_s3.client import S3Client

_FORM = re.compile(r"s3://(?P<bucket>[^/]+)/(?P<prefix>.+)")
_ABSENT = frozenset({"404", "NoSuchKey"})


class SourceError(ReleaseError):
    """A version that doesn't say where its files are, or where there are none."""

    def __init__(self, place: str, got: str) -> None:
        super().__init__(
            place,
            got=got,
            expected="s3://BUCKET/PREFIX with the model's files",
            remedy="Register the version anew.",
        )


@dataclass(frozen=True, kw_only=True)
class S3Files:
    """Everything below one prefix."""

    client: "S3Client"
    bucket: str
    prefix: str

    @classmethod
    def at(cls, client: "S3Client", url: str, place: str) -> "S3Files":
        """The files below an address.

        Raises:
            SourceError: It isn't one.
        """
        found = _FORM.fullmatch(url)
        if found is None:
            raise SourceError(place, repr(url) if url else "nothing")
        return cls(client=client, bucket=found["bucket"], prefix=found["prefix"].rstrip("/"))

    def download(self, name: str, folder: Path) -> Path | None:
        """One file, put into a folder under its own path; None when there is none."""
        target = _inside(folder, name)
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            self.client.download_file(self.bucket, f"{self.prefix}/{name}", str(target))
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") in _ABSENT:
                return None
            raise
        return target

    def download_folder(self, name: str, folder: Path) -> Path:
        """A folder with all that is in it.

        Raises:
            SourceError: It is empty.
        """
        start = f"{self.prefix}/"
        pages = self.client.get_paginator("list_objects_v2")
        found = [
            item["Key"].removeprefix(start)
            for page in pages.paginate(Bucket=self.bucket, Prefix=f"{start}{name}/")
            for item in page.get("Contents", [])
            if not item["Key"].endswith("/")
        ]
        if not found:
            raise SourceError(f"s3://{self.bucket}/{start}{name}", "no object")
        for each in found:
            self.download(each, folder)
        return folder / name

    def upload(self, name: str, content: bytes) -> None:
        """Puts one file."""
        self.client.put_object(Bucket=self.bucket, Key=f"{self.prefix}/{name}", Body=content)

    def upload_folder(self, folder: Path, name: str) -> None:
        """Puts a folder with all that is in it."""
        for path in sorted(each for each in folder.rglob("*") if each.is_file()):
            below = path.relative_to(folder).as_posix()
            self.client.upload_file(str(path), self.bucket, f"{self.prefix}/{name}/{below}")


def _inside(folder: Path, name: str) -> Path:
    """The path of a file that must not lead out of its folder."""
    target = (folder / name).resolve()
    if not target.is_relative_to(folder.resolve()):
        raise SourceError(str(folder), f"a file named {name!r}")
    return target
