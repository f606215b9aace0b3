"""S3 buckets and what stands beside them."""

from slipway.stacks.policy.judges import beside, holds, is_, off, statements, texts
from slipway.stacks.policy.path import Value
from slipway.stacks.policy.policy import PRODUCTION, Policy

_BUCKET = frozenset({"aws:s3/bucket:Bucket"})
_BLOCK = frozenset({"aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"})
_POLICY = frozenset({"aws:s3/bucketPolicy:BucketPolicy"})
_LEAK = "Request logs and models are read by whoever knows the bucket's name."


def _public_access(name: str, check: str, what: str) -> Policy:
    return Policy(
        id=f"s3-{what}",
        severity="high",
        title=f"A bucket's public access block has {name}",
        reason=_LEAK,
        remedy=f"Leave {name} at true.",
        types=_BLOCK,
        property=name,
        must=is_(True),
        checks=(check,),
    )


def _asks_for_tls(value: Value) -> bool:
    return any(
        one.get("Effect") == "Deny" and "aws:SecureTransport" in str(one.get("Condition"))
        for one in statements(value)
    )


def _lets_nobody_in(value: Value) -> bool:
    """No statement allows any principal without a condition."""
    return not any(
        one.get("Effect") == "Allow" and _anybody(one.get("Principal")) and not one.get("Condition")
        for one in statements(value)
    )


def _anybody(principal: object) -> bool:
    if isinstance(principal, dict):
        return any("*" in texts(one) for one in principal.values())
    return principal == "*"


def _aborts_uploads(value: Value) -> bool:
    return isinstance(value, list) and any(
        isinstance(one, dict) and one.get("abortIncompleteMultipartUpload") for one in value
    )


POLICIES = (
    Policy(
        id="s3-public-access-block",
        severity="high",
        title="Every bucket has a public access block",
        reason=_LEAK,
        remedy="Make buckets with the component Bucket, which has one.",
        types=_BUCKET,
        property="bucket",
        must=beside(
            "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
            "bucket",
            lambda value: value is True,
            "restrictPublicBuckets",
        ),
    ),
    _public_access("blockPublicAcls", "CKV_AWS_53", "block-public-acls"),
    _public_access("blockPublicPolicy", "CKV_AWS_54", "block-public-policy"),
    _public_access("ignorePublicAcls", "CKV_AWS_55", "ignore-public-acls"),
    _public_access("restrictPublicBuckets", "CKV_AWS_56", "restrict-public-buckets"),
    Policy(
        id="s3-encrypted",
        severity="high",
        title="Every bucket encrypts what it holds",
        reason="Objects without it are readable on the medium and in copies of it.",
        remedy="Make buckets with the component Bucket, which encrypts.",
        types=_BUCKET,
        property="bucket",
        must=beside(
            "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
            "bucket",
            lambda value: value in ("aws:kms", "aws:kms:dsse", "AES256"),
            "rules[].applyServerSideEncryptionByDefault.sseAlgorithm",
        ),
        checks=("CKV_AWS_19", "CKV_AWS_145"),
    ),
    Policy(
        id="s3-versioned",
        severity="medium",
        title="Every bucket keeps what was overwritten or deleted",
        reason="A wrong job replaces a model or a month of labels.",
        remedy="Make buckets with the component Bucket, which keeps versions.",
        types=_BUCKET,
        property="bucket",
        must=beside(
            "aws:s3/bucketVersioning:BucketVersioning",
            "bucket",
            lambda value: value == "Enabled",
            "versioningConfiguration.status",
        ),
        checks=("CKV_AWS_21",),
    ),
    Policy(
        id="s3-tls",
        severity="high",
        title="A bucket refuses requests without TLS",
        reason="Plain HTTP shows data and signatures to everybody on the way.",
        remedy="Deny aws:SecureTransport false in the bucket's policy.",
        types=_POLICY,
        property="policy",
        must=holds(_asks_for_tls),
        checks=("CKV_AWS_379",),
    ),
    Policy(
        id="s3-no-anybody",
        severity="high",
        title="A bucket's policy lets nobody in without a condition",
        reason="A principal * without a condition is the whole world.",
        remedy="Name the principal, or bind the statement to an account or a network.",
        types=_POLICY,
        property="policy",
        must=holds(_lets_nobody_in),
        checks=("CKV_AWS_70",),
    ),
    Policy(
        id="s3-aborts-uploads",
        severity="low",
        title="Uploads that were never finished are thrown away",
        reason="Their parts are billed and listed nowhere.",
        remedy="Give the lifecycle a rule with abortIncompleteMultipartUpload.",
        types=frozenset({"aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"}),
        property="rules",
        must=holds(_aborts_uploads),
        checks=("CKV_AWS_300",),
    ),
    Policy(
        id="s3-kept-in-production",
        severity="high",
        title="A production's buckets aren't emptied by a tear-down",
        reason="`pulumi destroy` would delete every model, label and log for good.",
        remedy="Leave forceDestroy at false in production.",
        types=_BUCKET,
        property="forceDestroy",
        must=off(),
        environments=PRODUCTION,
    ),
)
