"""Buckets are made once, and their policies say no more than was granted."""

import json
from typing import TYPE_CHECKING, cast

import pytest
from botocore.exceptions import ClientError

from slipway.components.kubernetes.scripts import create_buckets
from tests.support.bucket_double import BucketDouble

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


def client(**given: int) -> tuple[BucketDouble, "S3Client"]:
    double = BucketDouble(**given)
    return double, cast("S3Client", double)


def allowed(bucket: str, grants: dict[str, list[str]]) -> set[tuple[str, str, str]]:
    statements = json.loads(create_buckets.policy(bucket, grants))["Statement"]
    assert all(statement["Effect"] == "Allow" for statement in statements)
    return {
        (account, action, resource.removeprefix("arn:aws:s3:::"))
        for statement in statements
        for account in statement["Principal"]["AWS"]
        for action in statement["Action"]
        for resource in statement["Resource"]
    }


def test_who_may_write_can_neither_read_nor_list_nor_delete() -> None:
    found = allowed("log", {"models": ["write"]})
    assert {action for _, action, _ in found} == {
        "s3:PutObject",
        "s3:AbortMultipartUpload",
        "s3:ListMultipartUploadParts",
    }
    assert {resource for _, _, resource in found} == {"log/*"}


def test_who_may_read_may_list_the_bucket_itself() -> None:
    found = allowed("log", {"drift": ["read"]})
    assert ("drift", "s3:GetObject", "log/*") in found
    assert ("drift", "s3:ListBucket", "log") in found
    assert not any("Put" in action or "Delete" in action for _, action, _ in found)


def test_each_account_gets_its_own_rights_and_nobody_else_any() -> None:
    found = allowed("log", {"models": ["write"], "drift": ["read"]})
    assert {account for account, action, _ in found if action == "s3:PutObject"} == {"models"}
    assert {account for account, _, _ in found} == {"models", "drift"}


def test_a_bucket_that_is_there_keeps_its_objects_and_gets_the_new_policy() -> None:
    double, s3 = client()
    create_buckets.ensure(s3, "log", {})
    assert double.policies == {}
    double.put_object(Bucket="log", Key="x", Body=b"1")
    create_buckets.ensure(s3, "log", {"drift": ["read"]})
    assert double.buckets == {"log": {"x": b"1"}}
    assert "drift" in double.policies["log"]


def test_a_name_that_the_store_refuses_fails_the_job() -> None:
    _, s3 = client()
    with pytest.raises(ClientError, match="InvalidBucketName"):
        create_buckets.ensure(s3, "re_quest", {})


def test_a_store_that_is_still_starting_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)
    double, s3 = client(failures=3)
    create_buckets.wait(s3)
    assert double.failures == 0


def test_a_store_that_never_answers_fails_the_job(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)
    _, s3 = client(failures=10_000_000)
    with pytest.raises(ClientError, match="ServiceUnavailable"):
        create_buckets.wait(s3, seconds=0.05)
