"""Policies from the identity matrix."""

import json
from collections.abc import Collection, Mapping, Sequence

import pytest

from slipway.components.access.matrix import MATRIX, Action, Grant, Store, Workload, grants_of
from slipway.components.aws.access_policy import (
    AwsStore,
    BucketPart,
    DatabaseUser,
    MetricsWorkspace,
    MissingStoreError,
    Repositories,
    Secrets,
    policy_statements,
    workload_policy,
)
from tests.support.aws_cloud import KEY, PLACE
from tests.support.recording import record, resolve

BUCKET = "arn:aws:s3:::platform"
USER = PLACE.arn("rds-db", "dbuser:db-ABC/mlflow")
SECRET = PLACE.arn("secretsmanager", "secret:tracking-AbCdEf")
REPOSITORIES = PLACE.arn("ecr", "repository/slipway/*")
WORKSPACE = PLACE.arn("aps", "workspace/ws-1")
STORES: Mapping[Store, AwsStore] = {
    Store.ARTIFACTS: BucketPart(arn=BUCKET, prefix="artifacts/", key_arn=KEY),
    Store.REQUEST_LOG: BucketPart(arn=BUCKET, prefix="requests/", key_arn=KEY),
    Store.LABELS: BucketPart(arn=BUCKET, prefix="labels/", key_arn=KEY),
    Store.MONITORING: BucketPart(arn=BUCKET, prefix="monitoring/", key_arn=KEY),
    Store.BACKUPS: BucketPart(arn=BUCKET, prefix="backups/", key_arn=KEY),
    Store.IMAGES: Repositories(arns=[REPOSITORIES]),
    Store.DATABASE: DatabaseUser(arn=USER),
    Store.TRACKING_SECRETS: Secrets(arns=[SECRET], key_arn=KEY),
    Store.METRICS: MetricsWorkspace(arn=WORKSPACE),
}
READS = {"s3:GetObject", "s3:ListBucket"}
WRITES = {"s3:PutObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"}
DELETES = {"s3:DeleteObject"}


def statements(
    workload: Workload, stores: Mapping[Store, AwsStore] = STORES
) -> list[dict[str, list[str]]]:
    found: list[list[object]] = []
    record(lambda: found.append(resolve(workload_policy(workload, stores))))
    parsed = json.loads(str(found[0][0]))["Statement"]
    assert isinstance(parsed, list)
    return parsed


def actions_on(workload: Workload, resource: str) -> set[str]:
    return {
        action
        for one in statements(workload)
        if any(name.startswith(resource) for name in one["Resource"])
        for action in one["Action"]
    }


@pytest.mark.parametrize(
    "row",
    [one for one in MATRIX if isinstance(STORES[one.store], BucketPart)],
    ids=lambda one: f"{one.workload.value}-{one.store.value}",
)
def test_objects_are_read_written_and_deleted_exactly_as_the_matrix_says(row: Grant) -> None:
    store = STORES[row.store]
    assert isinstance(store, BucketPart)
    wanted: set[str] = set()
    if Action.READ in row.actions:
        wanted |= READS - {"s3:ListBucket"}
    if Action.WRITE in row.actions:
        wanted |= WRITES
    if Action.DELETE in row.actions:
        wanted |= DELETES
    assert actions_on(row.workload, f"{BUCKET}/{store.prefix}") == wanted


@pytest.mark.parametrize("workload", list(Workload), ids=lambda one: one.value)
def test_no_workload_reaches_a_store_that_the_matrix_doesnt_grant(workload: Workload) -> None:
    granted = {
        f"{BUCKET}/{store.prefix}*"
        for grant in grants_of(workload)
        if isinstance(store := STORES[grant.store], BucketPart)
    }
    reached = {
        name
        for one in statements(workload)
        for name in one["Resource"]
        if name.startswith(f"{BUCKET}/")
    }
    assert reached == granted


@pytest.mark.parametrize("workload", list(Workload), ids=lambda one: one.value)
def test_wildcards_stand_only_where_an_action_knows_no_resource(workload: Workload) -> None:
    for one in statements(workload):
        assert all("*" not in action for action in one["Action"])
        if "*" in one["Resource"]:
            assert one["Action"] == ["ecr:GetAuthorizationToken"]


def test_a_listing_shows_the_own_prefix_alone() -> None:
    [listing] = [
        one for one in statements(Workload.DATABASE_BACKUP) if one["Action"] == ["s3:ListBucket"]
    ]
    assert listing["Resource"] == [BUCKET]
    assert listing["Condition"] == {"StringLike": {"s3:prefix": "backups/*"}}


def test_who_writes_may_encrypt_and_who_reads_may_decrypt() -> None:
    assert actions_on(Workload.MODEL_SERVICE, KEY) == {"kms:Decrypt", "kms:GenerateDataKey"}
    assert actions_on(Workload.METRICS, KEY) == set()
    only_reads = {
        tuple(one["Action"])
        for one in statements(Workload.DRIFT_MONITOR)
        if one["Sid"] == "RequestLogKey"  # type: ignore[comparison-overlap] # a string among lists
    }
    assert only_reads == {("kms:Decrypt",)}


def test_a_bucket_with_s3s_own_key_needs_no_grant_of_ours() -> None:
    stores = {**STORES, Store.REQUEST_LOG: BucketPart(arn=BUCKET, prefix="requests/")}
    found = statements(Workload.MODEL_SERVICE, stores)
    assert not any(action.startswith("kms:") for one in found for action in one["Action"])


def test_nodes_pull_and_releases_push() -> None:
    assert not any("Put" in action for action in actions_on(Workload.NODE, REPOSITORIES))
    assert "ecr:PutImage" in actions_on(Workload.RELEASE, REPOSITORIES)
    assert "ecr:BatchGetImage" in actions_on(Workload.RELEASE, REPOSITORIES)


def test_a_database_is_a_user_or_a_secret() -> None:
    assert actions_on(Workload.TRACKING, USER) == {"rds-db:connect"}
    stores = {**STORES, Store.DATABASE: Secrets(arns=[SECRET])}
    found = [one for one in statements(Workload.TRACKING, stores) if SECRET in one["Resource"]]
    assert {one["Sid"] for one in found} == {"Database", "TrackingSecrets"}  # type: ignore[comparison-overlap] # strings


def test_metrics_are_written_to_one_workspace() -> None:
    assert statements(Workload.METRICS)[0]["Resource"] == [WORKSPACE]


def test_a_store_that_is_granted_and_not_given_is_refused_by_name() -> None:
    stores = {store: one for store, one in STORES.items() if store is not Store.LABELS}
    with pytest.raises(MissingStoreError, match="policy of drift-monitor: got no labels"):
        record(lambda: workload_policy(Workload.DRIFT_MONITOR, stores))


def test_a_store_that_the_platform_doesnt_have_is_left_out_only_when_it_is_named() -> None:
    stores: dict[Store, AwsStore] = dict(STORES)
    del stores[Store.DATABASE]
    with pytest.raises(MissingStoreError, match="database"):
        sids(Workload.TRACKING, stores)
    found = sids(Workload.TRACKING, stores, absent={Store.DATABASE})
    assert "Database" not in found
    assert "TrackingSecrets" in found


def test_more_grants_count_for_their_workload_alone() -> None:
    more = [
        Grant(
            workload=Workload.RELEASE,
            store=Store.LABELS,
            actions=frozenset({Action.READ}),
            reason="a test",
        )
    ]
    assert "LabelsObjects" not in sids(Workload.RELEASE, STORES)
    assert "LabelsObjects" in sids(Workload.RELEASE, STORES, more=more)
    assert sids(Workload.NODE, STORES, more=more) == sids(Workload.NODE, STORES)


def sids(
    workload: Workload,
    stores: Mapping[Store, AwsStore],
    *,
    absent: Collection[Store] = (),
    more: Sequence[Grant] = (),
) -> list[str]:
    found: list[str] = []

    def program() -> None:
        found.extend(
            one.sid for one in policy_statements(workload, stores, absent=absent, more=more)
        )

    record(program)
    return found
