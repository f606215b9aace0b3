"""IAM policies, generated from the identity matrix and the ARNs of a platform's stores."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from pulumi import Input, Output

from slipway.components.access.matrix import Action, Grant, Store, Workload, grants_of
from slipway.components.aws.policy_document import Statement, document


@dataclass(frozen=True, kw_only=True)
class BucketPart:
    """A bucket, or what is below one prefix of it."""

    arn: Input[str]
    prefix: str = ""
    """Ends in ``/`` unless it is empty."""
    key_arn: Input[str] | None = None
    """Of the key that encrypts it; None: S3's own, which needs no grant."""


@dataclass(frozen=True, kw_only=True)
class Repositories:
    """Image repositories, by ARN or pattern of ARNs."""

    arns: Sequence[Input[str]]


@dataclass(frozen=True, kw_only=True)
class Secrets:
    """Secrets of Secrets Manager; a database whose login is one of them is such a store too."""

    arns: Sequence[Input[str]]
    key_arn: Input[str] | None = None


@dataclass(frozen=True, kw_only=True)
class DatabaseUser:
    """A user who logs in with a token of IAM: ``arn:...:rds-db:...:dbuser:RESOURCE/USER``."""

    arn: Input[str]


@dataclass(frozen=True, kw_only=True)
class MetricsWorkspace:
    """A workspace of Amazon Managed Prometheus."""

    arn: Input[str]


AwsStore = BucketPart | Repositories | Secrets | DatabaseUser | MetricsWorkspace


class MissingStoreError(ValueError):
    """The matrix grants something on a store whose ARN nobody gave."""

    def __init__(self, workload: Workload, store: Store) -> None:
        super().__init__(
            f"policy of {workload.value}: got no {store.value}; expected every store that the "
            f"identity matrix grants to {workload.value}. Pass it in stores."
        )


def workload_policy(workload: Workload, stores: Mapping[Store, AwsStore]) -> Output[str]:
    """The policy document of one workload: what the matrix grants it, and nothing else.

    Raises:
        MissingStoreError: The matrix grants a store that `stores` lacks.
    """
    return document(policy_statements(workload, stores))


def policy_statements(
    workload: Workload,
    stores: Mapping[Store, AwsStore],
    *,
    absent: Collection[Store] = (),
    more: Sequence[Grant] = (),
) -> list[Statement]:
    """The statements of `workload_policy`, for roles that may a little more.

    `absent` are stores that the platform doesn't have, `more` grants besides the matrix.
    """
    granted = [*grants_of(workload), *(one for one in more if one.workload is workload)]
    return [
        statement
        for grant in granted
        if grant.store not in absent
        for statement in _statements(grant, _found(grant, stores))
    ]


def _found(grant: Grant, stores: Mapping[Store, AwsStore]) -> AwsStore:
    store = stores.get(grant.store)
    if store is None:
        raise MissingStoreError(grant.workload, grant.store)
    return store


def _statements(grant: Grant, store: AwsStore) -> list[Statement]:
    name = "".join(part.title() for part in grant.store.value.split("-"))
    match store:
        case BucketPart():
            return _bucket(name, grant.actions, store)
        case Repositories():
            return _repositories(name, grant.actions, store)
        case Secrets():
            return _secrets(name, store)
        case DatabaseUser():
            return [Statement(sid=name, actions=["rds-db:connect"], resources=[store.arn])]
        case MetricsWorkspace():
            return [Statement(sid=name, actions=["aps:RemoteWrite"], resources=[store.arn])]


_OBJECTS: Mapping[Action, Sequence[str]] = {
    Action.READ: ["s3:GetObject"],
    Action.WRITE: ["s3:PutObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"],
    Action.DELETE: ["s3:DeleteObject"],
}
_KEYS: Mapping[Action, Sequence[str]] = {
    Action.READ: ["kms:Decrypt"],
    # The parts of a large upload are decrypted when they are put together.
    Action.WRITE: ["kms:GenerateDataKey", "kms:Decrypt"],
    Action.DELETE: [],
}
_IMAGES: Mapping[Action, Sequence[str]] = {
    Action.READ: [
        "ecr:BatchCheckLayerAvailability",
        "ecr:BatchGetImage",
        "ecr:GetDownloadUrlForLayer",
    ],
    Action.WRITE: [
        "ecr:CompleteLayerUpload",
        "ecr:InitiateLayerUpload",
        "ecr:PutImage",
        "ecr:UploadLayerPart",
    ],
    Action.DELETE: ["ecr:BatchDeleteImage"],
}


def _named(table: Mapping[Action, Sequence[str]], actions: frozenset[Action]) -> list[str]:
    """IAM's actions for ours, in one order whatever the set's."""
    return sorted({name for action in actions for name in table[action]})


def _bucket(name: str, actions: frozenset[Action], store: BucketPart) -> list[Statement]:
    objects = Statement(
        sid=f"{name}Objects",
        actions=_named(_OBJECTS, actions),
        resources=[Output.format("{}/{}*", store.arn, store.prefix)],
    )
    found = [objects]
    if Action.READ in actions:
        listing = Statement(
            sid=f"{name}List",
            actions=["s3:ListBucket"],
            resources=[store.arn],
            conditions={"StringLike": {"s3:prefix": f"{store.prefix}*"}} if store.prefix else {},
        )
        found.append(listing)
    keys = _named(_KEYS, actions)
    if store.key_arn is not None and keys:
        found.append(Statement(sid=f"{name}Key", actions=keys, resources=[store.key_arn]))
    return found


def _repositories(name: str, actions: frozenset[Action], store: Repositories) -> list[Statement]:
    return [
        Statement(
            sid=f"{name}Login",
            actions=["ecr:GetAuthorizationToken"],
            resources=["*"],
            wildcard_reason="this action knows no resource; a token opens only what policies do",
        ),
        Statement(sid=name, actions=_named(_IMAGES, actions), resources=store.arns),
    ]


def _secrets(name: str, store: Secrets) -> list[Statement]:
    found = [
        Statement(
            sid=name,
            actions=["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
            resources=store.arns,
        )
    ]
    if store.key_arn is not None:
        found.append(
            Statement(sid=f"{name}Key", actions=["kms:Decrypt"], resources=[store.key_arn])
        )
    return found
