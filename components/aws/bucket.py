"""A private bucket: encrypted, versioned, TLS only, its requests logged."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws
from pulumi import Input, Output, ResourceOptions

from slipway.components.aws.place import AwsPlace
from slipway.components.aws.policy_document import Principal, Statement, document

ABORT_DAYS = 7
"""After so many days an upload that never ended is given up, and its parts cost no more."""


@dataclass(frozen=True, kw_only=True)
class BucketArgs:
    """The name is worldwide, so whoever calls derives it; see `components/naming.py`."""

    place: AwsPlace
    bucket: str
    log_bucket: Input[str] | None  # None: this is the log bucket, or CloudTrail keeps the log
    key_arn: Input[str] | None  # None: S3's own key, which alone a log bucket may have
    production: bool
    noncurrent_days: int
    """How long a deleted or overwritten object can be brought back."""
    keep_days: int | None = None  # None: for ever
    statements: tuple[Statement, ...] = ()
    """What the bucket's policy allows besides the refusals that every bucket has."""


class Bucket(pulumi.ComponentResource):
    """Nobody outside the account, nobody without TLS 1.2, no object without encryption."""

    bucket: Output[str]
    """The name."""

    arn: Output[str]
    """Made of the name, so that policies know it in a plan."""

    def __init__(self, name: str, args: BucketArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("slipway:aws:Bucket", name, {}, opts)
        child = ResourceOptions(parent=self)
        made = aws.s3.Bucket(
            f"{name}-bucket",
            bucket=args.bucket,
            # Outside production a tear-down takes the objects along; in it nobody can.
            force_destroy=not args.production,
            opts=ResourceOptions(parent=self, protect=args.production),
        )
        self.bucket = made.bucket
        self.arn = Output.format("arn:{}:s3:::{}", args.place.partition, made.bucket)
        aws.s3.BucketOwnershipControls(
            f"{name}-ownership",
            bucket=made.bucket,
            rule=aws.s3.BucketOwnershipControlsRuleArgs(object_ownership="BucketOwnerEnforced"),
            opts=child,
        )
        closed = aws.s3.BucketPublicAccessBlock(
            f"{name}-closed",
            bucket=made.bucket,
            block_public_acls=True,
            block_public_policy=True,
            ignore_public_acls=True,
            restrict_public_buckets=True,
            opts=child,
        )
        _encryption(name, made, args, child)
        versioning = aws.s3.BucketVersioning(
            f"{name}-versions",
            bucket=made.bucket,
            versioning_configuration=aws.s3.BucketVersioningVersioningConfigurationArgs(
                status="Enabled"
            ),
            opts=child,
        )
        aws.s3.BucketLifecycleConfiguration(
            f"{name}-lifecycle",
            bucket=made.bucket,
            rules=_lifecycle(args),
            # Rules on noncurrent versions are refused before there can be any.
            opts=ResourceOptions(parent=self, depends_on=[versioning]),
        )
        aws.s3.BucketPolicy(
            f"{name}-policy",
            bucket=made.bucket,
            policy=document([*_refusals(self.arn), *args.statements]),
            # Both change the bucket's policy state; at once, one of the two fails.
            opts=ResourceOptions(parent=self, depends_on=[closed]),
        )
        if args.log_bucket is not None:
            aws.s3.BucketLogging(
                f"{name}-log",
                bucket=made.bucket,
                target_bucket=args.log_bucket,
                target_prefix=f"{args.bucket}/",
                opts=child,
            )
        self.register_outputs({"bucket": self.bucket, "arn": self.arn})


def _encryption(
    name: str, made: aws.s3.Bucket, args: BucketArgs, child: ResourceOptions
) -> aws.s3.BucketServerSideEncryptionConfiguration:
    default = (
        aws.s3.BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultArgs
    )
    return aws.s3.BucketServerSideEncryptionConfiguration(
        f"{name}-encryption",
        bucket=made.bucket,
        rules=[
            aws.s3.BucketServerSideEncryptionConfigurationRuleArgs(
                apply_server_side_encryption_by_default=default(
                    sse_algorithm="AES256" if args.key_arn is None else "aws:kms",
                    kms_master_key_id=args.key_arn,
                ),
                # One call of the key per bucket and while, instead of one per object.
                bucket_key_enabled=args.key_arn is not None,
                # A caller's own key would make objects that the platform can't read.
                blocked_encryption_types=["SSE-C"],
            )
        ],
        opts=child,
    )


def _lifecycle(args: BucketArgs) -> list[aws.s3.BucketLifecycleConfigurationRuleArgs]:
    rule = aws.s3.BucketLifecycleConfigurationRuleArgs
    everything = aws.s3.BucketLifecycleConfigurationRuleFilterArgs(prefix="")
    expiration = aws.s3.BucketLifecycleConfigurationRuleExpirationArgs
    noncurrent = aws.s3.BucketLifecycleConfigurationRuleNoncurrentVersionExpirationArgs
    leftovers = rule(
        id="leftovers",
        status="Enabled",
        filter=everything,
        abort_incomplete_multipart_upload=(
            aws.s3.BucketLifecycleConfigurationRuleAbortIncompleteMultipartUploadArgs(
                days_after_initiation=ABORT_DAYS
            )
        ),
        noncurrent_version_expiration=noncurrent(noncurrent_days=args.noncurrent_days),
        expiration=expiration(expired_object_delete_marker=True),
    )
    if args.keep_days is None:
        return [leftovers]
    # A rule holds one expiration, so the age of objects needs a rule of its own.
    aged = rule(
        id="age",
        status="Enabled",
        filter=everything,
        expiration=expiration(days=args.keep_days),
    )
    return [leftovers, aged]


def _refusals(arn: Input[str]) -> list[Statement]:
    """What nobody may do, whatever else allows it."""
    everyone = Principal(kind="AWS", names=["*"])
    where: list[Input[str]] = [arn, Output.format("{}/*", arn)]
    return [
        Statement(
            sid="NoPlainText",
            effect="Deny",
            principal=everyone,
            actions=["s3:*"],
            resources=where,
            conditions={"Bool": {"aws:SecureTransport": "false"}},
        ),
        Statement(
            sid="NoOldTls",
            effect="Deny",
            principal=everyone,
            actions=["s3:*"],
            resources=where,
            conditions={"NumericLessThan": {"s3:TlsVersion": "1.2"}},
        ),
    ]
