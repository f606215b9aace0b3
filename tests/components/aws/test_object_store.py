"""The stores of the matrix in S3."""

import dataclasses
import json

import pytest

from slipway.components.access.matrix import Store
from slipway.components.aws.bucket import ABORT_DAYS
from slipway.components.aws.object_store import (
    IN_CLUSTER_STORES,
    AwsObjectStore,
    AwsObjectStoreArgs,
    NoObjectStoreError,
)
from slipway.stacks.plan.graph import Json
from tests.support.aws_cloud import KEY, PLACE, of_type, on_aws
from tests.support.json_path import at
from tests.support.recording import Recording, resolve

ARGS = AwsObjectStoreArgs(
    place=PLACE,
    name="slipway-dev",
    scope="111122223333/dev",
    key_arn=KEY,
    production=False,
    noncurrent_days=7,
    log_days=30,
)
DATA = {f"store-{store.value}-bucket" for store in IN_CLUSTER_STORES}
LOG = "store-access-log-bucket"


def made(args: AwsObjectStoreArgs = ARGS) -> Recording:
    return on_aws(lambda: AwsObjectStore("store", args))


def by_bucket(recording: Recording, kind: str) -> dict[str, dict[str, Json]]:
    """The one resource of this kind that each bucket has, by the bucket's name."""
    found = of_type(recording, f"s3/{kind}")
    indexed = {str(one["bucket"]): one for one in found.values()}
    assert len(indexed) == len(found)
    return indexed


def names(recording: Recording) -> dict[str, str]:
    return {
        name: str(one["bucket"]) for name, one in of_type(recording, "s3/bucket:Bucket").items()
    }


def statements(policy: Json) -> list[dict[str, Json]]:
    found = json.loads(str(policy))["Statement"]
    assert isinstance(found, list)
    return found


def test_every_store_has_a_bucket_of_its_own_and_one_holds_the_access_log() -> None:
    assert names(made()).keys() == DATA | {LOG}


def test_names_are_unique_to_the_scope_and_stay_the_same() -> None:
    first, again = names(made()), names(made())
    other = names(made(dataclasses.replace(ARGS, scope="111122223333/prod")))
    assert first == again
    assert not set(first.values()) & set(other.values())
    assert all(name.startswith("slipway-dev-") and len(name) <= 63 for name in first.values())


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (
            "bucketPublicAccessBlock:BucketPublicAccessBlock",
            {
                "blockPublicAcls": True,
                "blockPublicPolicy": True,
                "ignorePublicAcls": True,
                "restrictPublicBuckets": True,
            },
        ),
        (
            "bucketOwnershipControls:BucketOwnershipControls",
            {"rule": {"objectOwnership": "BucketOwnerEnforced"}},
        ),
        ("bucketVersioning:BucketVersioning", {"versioningConfiguration": {"status": "Enabled"}}),
    ],
)
def test_every_bucket_is_closed_owned_and_versioned(kind: str, expected: dict[str, Json]) -> None:
    recording = made()
    found = by_bucket(recording, kind)
    assert found.keys() == set(names(recording).values())
    for one in found.values():
        assert expected.items() <= one.items()


def test_data_is_encrypted_with_the_platforms_key_and_the_log_with_s3s_own() -> None:
    recording = made()
    encryption = by_bucket(
        recording, "bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"
    )
    for name, bucket in names(recording).items():
        default = at(encryption[bucket], "rules", 0, "applyServerSideEncryptionByDefault")
        ours = {"sseAlgorithm": "aws:kms", "kmsMasterKeyId": KEY}
        # Access logs can't be delivered into a bucket under a key of ours.
        assert default == ({"sseAlgorithm": "AES256"} if name == LOG else ours)
        assert at(encryption[bucket], "rules", 0, "bucketKeyEnabled") is (name != LOG)
        assert at(encryption[bucket], "rules", 0, "blockedEncryptionTypes") == ["SSE-C"]


def test_nobody_gets_in_without_tls_1_2() -> None:
    recording = made()
    policies = by_bucket(recording, "bucketPolicy:BucketPolicy")
    for bucket in names(recording).values():
        denied = [one for one in statements(policies[bucket]["policy"]) if one["Effect"] == "Deny"]
        conditions = [one["Condition"] for one in denied]
        assert {"Bool": {"aws:SecureTransport": "false"}} in conditions
        assert {"NumericLessThan": {"s3:TlsVersion": "1.2"}} in conditions
        arn = f"arn:aws:s3:::{bucket}"
        assert all(one["Resource"] == [arn, f"{arn}/*"] for one in denied)


def test_only_the_log_bucket_lets_a_service_write_and_only_for_this_account() -> None:
    recording = made()
    policies = by_bucket(recording, "bucketPolicy:BucketPolicy")
    allowed = {
        name: [one for one in statements(policies[bucket]["policy"]) if one["Effect"] == "Allow"]
        for name, bucket in names(recording).items()
    }
    assert {name for name, found in allowed.items() if found} == {LOG}
    [delivery] = allowed[LOG]
    assert delivery["Principal"] == {"Service": ["logging.s3.amazonaws.com"]}
    assert delivery["Action"] == ["s3:PutObject"]
    assert delivery["Condition"] == {"StringEquals": {"aws:SourceAccount": PLACE.account}}


def test_every_data_bucket_logs_who_asked_for_what() -> None:
    recording = made()
    buckets = names(recording)
    logging = by_bucket(recording, "bucketLogging:BucketLogging")
    assert logging.keys() == {buckets[name] for name in DATA}
    assert {one["targetBucket"] for one in logging.values()} == {buckets[LOG]}
    assert all(one["targetPrefix"] == f"{bucket}/" for bucket, one in logging.items())


def test_half_uploads_old_versions_and_old_requests_leave() -> None:
    recording = made()
    rules = by_bucket(recording, "bucketLifecycleConfiguration:BucketLifecycleConfiguration")
    ages = {}
    for name, bucket in names(recording).items():
        of_bucket = rules[bucket]["rules"]
        assert isinstance(of_bucket, list)
        leftovers, *aged = of_bucket
        abort = at(leftovers, "abortIncompleteMultipartUpload", "daysAfterInitiation")
        assert abort == ABORT_DAYS
        old = at(leftovers, "noncurrentVersionExpiration", "noncurrentDays")
        assert old == (1 if name == LOG else 7)
        assert at(leftovers, "expiration") == {"expiredObjectDeleteMarker": True}
        ages[name] = [at(one, "expiration", "days") for one in aged]
    assert {name: days for name, days in ages.items() if days} == {
        LOG: [30],
        "store-request-log-bucket": [365],
    }


@pytest.mark.parametrize("production", [True, False])
def test_production_keeps_its_data_through_a_destroy(production: bool) -> None:  # noqa: FBT001 -- a parameter of the test
    recording = made(dataclasses.replace(ARGS, production=production))
    for one in recording.resources:
        if one.type == "aws:s3/bucket:Bucket":
            assert one.protect is production
            assert one.inputs["forceDestroy"] is not production


def test_an_adopted_bucket_holds_a_prefix_per_store_and_nothing_is_created() -> None:
    found: dict[Store, tuple[list[object], str]] = {}

    def program() -> None:
        store = AwsObjectStore("store", dataclasses.replace(ARGS, adopt_bucket="the-teams"))
        for one, location in store.locations.items():
            found[one] = resolve(location.url), location.prefix
            assert resolve(location.bucket_arn) is not None

    recording = on_aws(program)
    assert [one for one in recording.resources if one.type.startswith("aws:")] == []
    assert found.keys() == set(IN_CLUSTER_STORES)
    assert found[Store.LABELS] == (["s3://the-teams/slipway-dev/labels"], "slipway-dev/labels/")


def test_a_store_with_its_own_bucket_has_no_prefix() -> None:
    found: list[list[object]] = []

    def program() -> None:
        location = AwsObjectStore("store", ARGS).locations[Store.ARTIFACTS]
        assert location.prefix == ""
        found.extend([resolve(location.url), resolve(location.bucket_arn)])

    bucket = names(on_aws(program))["store-artifacts-bucket"]
    assert found == [[f"s3://{bucket}"], [f"arn:aws:s3:::{bucket}"]]


def test_what_is_no_object_store_is_refused_by_name() -> None:
    args = dataclasses.replace(ARGS, stores=[Store.DATABASE])
    with pytest.raises(NoObjectStoreError, match="got database; expected one of artifacts"):
        made(args)
