"""Dumps on their way to the object store and back."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest

from slipway.components.kubernetes.scripts import download_dumps, upload_dumps
from tests.support.bucket_double import BucketDouble

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

NIGHT = datetime(2026, 3, 1, 2, 17, tzinfo=UTC)


@pytest.fixture
def store() -> BucketDouble:
    double = BucketDouble()
    double.create_bucket(Bucket="backups")
    return double


@pytest.fixture
def dumps(tmp_path: Path) -> Path:
    folder = tmp_path / "dumps"
    folder.mkdir()
    (folder / "mlflow.dump").write_bytes(b"runs")
    (folder / "mlflow_auth.dump").write_bytes(b"users")
    return folder


def s3(double: BucketDouble) -> "S3Client":
    return cast("S3Client", double)


def upload(store: BucketDouble, dumps: Path, day: int) -> str:
    return upload_dumps.upload(s3(store), "backups", dumps, NIGHT.replace(day=day))


def test_a_set_is_marked_complete_only_after_its_last_dump(
    store: BucketDouble, dumps: Path
) -> None:
    stamp = upload(store, dumps, 1)
    assert stamp == "20260301T021700Z"
    assert store.written[-1] == f"{stamp}/complete.json"
    assert set(json.loads(store.buckets["backups"][f"{stamp}/complete.json"])) == {
        "mlflow.dump",
        "mlflow_auth.dump",
    }


def test_a_folder_without_dumps_fails_and_uploads_nothing(
    store: BucketDouble, tmp_path: Path
) -> None:
    with pytest.raises(SystemExit, match="got no dump; expected one per database"):
        upload(store, tmp_path, 1)
    assert store.buckets["backups"] == {}


def test_the_oldest_sets_go_and_lose_their_mark_first(store: BucketDouble, dumps: Path) -> None:
    stamps = [upload(store, dumps, day) for day in (1, 2, 3)]
    store.written.clear()
    assert upload_dumps.prune(s3(store), "backups", keep=2) == [stamps[0]]
    assert store.written[0] == f"-{stamps[0]}/complete.json"
    assert {key.split("/")[0] for key in store.buckets["backups"]} == set(stamps[1:])


def test_a_set_that_was_cut_short_neither_counts_nor_pushes_out_a_whole_one(
    store: BucketDouble, dumps: Path
) -> None:
    whole = upload(store, dumps, 1)
    store.put_object(Bucket="backups", Key="20260302T021700Z/mlflow.dump", Body=b"half")
    assert upload_dumps.prune(s3(store), "backups", keep=1) == []
    assert download_dumps.complete_sets(s3(store), "backups") == [whole]


def test_what_comes_back_is_what_was_sent(store: BucketDouble, dumps: Path, tmp_path: Path) -> None:
    stamp = upload(store, dumps, 1)
    names = download_dumps.download(s3(store), "backups", stamp, tmp_path)
    assert names == ["mlflow.dump", "mlflow_auth.dump"]
    assert (tmp_path / "mlflow.dump").read_bytes() == b"runs"


def test_a_damaged_dump_is_refused(store: BucketDouble, dumps: Path, tmp_path: Path) -> None:
    stamp = upload(store, dumps, 1)
    store.put_object(Bucket="backups", Key=f"{stamp}/mlflow.dump", Body=b"other")
    with pytest.raises(SystemExit, match="The dump is damaged: restore another set"):
        download_dumps.download(s3(store), "backups", stamp, tmp_path)


@pytest.mark.parametrize(("wanted", "got"), [("", "c"), ("b", "b")])
def test_the_newest_set_is_taken_unless_one_is_named(wanted: str, got: str) -> None:
    assert download_dumps.chosen(["a", "b", "c"], wanted) == got


@pytest.mark.parametrize(
    ("sets", "wanted", "message"),
    [
        ([], "", "got none; expected a complete set"),
        (["a", "b"], "c", "got c; expected one of a, b"),
    ],
)
def test_a_set_that_is_not_there_is_refused(sets: list[str], wanted: str, message: str) -> None:
    with pytest.raises(SystemExit, match=message):
        download_dumps.chosen(sets, wanted)


def test_both_scripts_agree_on_the_mark() -> None:
    assert upload_dumps.MARKER == download_dumps.MARKER
