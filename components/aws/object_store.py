"""The stores of the identity matrix in S3: a bucket for each, or a prefix each of one bucket."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
from pulumi import Input, Output, ResourceOptions

from slipway.components.access.matrix import Store
from slipway.components.access.retention import KEEP_DAYS
from slipway.components.aws.bucket import Bucket, BucketArgs
from slipway.components.aws.place import AwsPlace
from slipway.components.aws.policy_document import Principal, Statement
from slipway.components.naming import BUCKET, global_name

IN_CLUSTER_STORES = (Store.ARTIFACTS, Store.REQUEST_LOG, Store.LABELS, Store.MONITORING)
"""What a platform needs whose database has backups of its own."""


class NoObjectStoreError(ValueError):
    """A store was asked of S3 that is no object store."""

    def __init__(self, store: Store) -> None:
        known = ", ".join(one.value for one in KEEP_DAYS)
        super().__init__(
            f"object store: got {store.value}; expected one of {known}. Its own component makes it."
        )


@dataclass(frozen=True, kw_only=True)
class StoreLocation:
    """Where one store lies."""

    bucket: Output[str]
    bucket_arn: Output[str]
    prefix: str
    """Ends in a slash; empty when the store has the bucket for itself."""
    url: Output[str]
    """``s3://bucket`` or ``s3://bucket/prefix``, without a slash at its end."""


@dataclass(frozen=True, kw_only=True)
class AwsObjectStoreArgs:
    """`name` begins the buckets' names, `scope` makes them unique; see `global_name`."""

    place: AwsPlace
    name: str
    scope: str
    key_arn: Input[str]
    production: bool
    noncurrent_days: int
    log_days: int
    stores: Sequence[Store] = IN_CLUSTER_STORES
    adopt_bucket: str | None = None
    """A bucket that exists: each store is a prefix in it, and nothing is created."""


class AwsObjectStore(pulumi.ComponentResource):
    """Access is the workloads' roles' matter; the buckets refuse what no role could allow."""

    locations: Mapping[Store, StoreLocation]
    """Where each store lies."""

    def __init__(
        self, name: str, args: AwsObjectStoreArgs, opts: ResourceOptions | None = None
    ) -> None:
        for store in args.stores:
            if store not in KEEP_DAYS:
                raise NoObjectStoreError(store)
        super().__init__("slipway:aws:ObjectStore", name, {}, opts)
        child = ResourceOptions(parent=self)
        if args.adopt_bucket is not None:
            self.locations = {
                store: _prefix(args.adopt_bucket, store, args) for store in args.stores
            }
        else:
            log = Bucket(f"{name}-access-log", _access_log(args), child)
            self.locations = {
                store: _own(Bucket(f"{name}-{store.value}", _bucket(args, store, log), child))
                for store in args.stores
            }
        self.register_outputs({"urls": {s.value: at.url for s, at in self.locations.items()}})


def _own(bucket: Bucket) -> StoreLocation:
    return StoreLocation(
        bucket=bucket.bucket,
        bucket_arn=bucket.arn,
        prefix="",
        url=Output.format("s3://{}", bucket.bucket),
    )


def _prefix(bucket: str, store: Store, args: AwsObjectStoreArgs) -> StoreLocation:
    prefix = f"{args.name}/{store.value}"
    return StoreLocation(
        bucket=Output.from_input(bucket),
        bucket_arn=Output.from_input(f"arn:{args.place.partition}:s3:::{bucket}"),
        prefix=f"{prefix}/",
        url=Output.from_input(f"s3://{bucket}/{prefix}"),
    )


def _bucket(args: AwsObjectStoreArgs, store: Store, log: Bucket) -> BucketArgs:
    return BucketArgs(
        place=args.place,
        bucket=_name(args, store.value),
        log_bucket=log.bucket,
        key_arn=args.key_arn,
        production=args.production,
        noncurrent_days=args.noncurrent_days,
        keep_days=KEEP_DAYS[store],
    )


def _name(args: AwsObjectStoreArgs, part: str) -> str:
    return global_name(BUCKET, args.name, part, scope=args.scope)


def _access_log(args: AwsObjectStoreArgs) -> BucketArgs:
    """Who asked for which object: cheaper than CloudTrail's data events, and for the same use."""
    place, bucket = args.place, _name(args, "access-log")
    writes = Statement(
        sid="AccessLogs",
        actions=["s3:PutObject"],
        principal=Principal(kind="Service", names=["logging.s3.amazonaws.com"]),
        resources=[f"arn:{place.partition}:s3:::{bucket}/*"],
        conditions={"StringEquals": {"aws:SourceAccount": place.account}},
    )
    return BucketArgs(
        place=args.place,
        bucket=bucket,
        log_bucket=None,
        # S3 delivers access logs only into buckets under its own key.
        key_arn=None,
        production=args.production,
        noncurrent_days=1,
        keep_days=args.log_days,
        statements=(writes,),
    )
