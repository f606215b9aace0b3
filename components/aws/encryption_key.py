"""The key for data at rest: one per platform, rotated every year; or one that exists."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws
from pulumi import Input, Output, ResourceOptions

from slipway.components.aws.place import AwsPlace
from slipway.components.aws.policy_document import Principal, Statement, document

USE = ("kms:Encrypt", "kms:Decrypt", "kms:ReEncryptFrom", "kms:ReEncryptTo")
DATA_KEYS = ("kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext")
WITHOUT_SOURCE = frozenset({"events"})
"""Services whose calls name no source account: with a condition on it their messages are lost.
EventBridge's user guide says so of topics' policies."""

ON_SCALING_GROUPS = "role/aws-service-role/autoscaling.amazonaws.com/*"


@dataclass(frozen=True, kw_only=True)
class EncryptionKeyArgs:
    """Whoever has an identity of its own asks IAM; only AWS's own services stand in here."""

    place: AwsPlace
    name: str
    """Of the alias."""
    production: bool
    services: Sequence[str] = ()
    """Services that encrypt on their own account, e.g. ``cloudwatch``, ``events``; the logs'
    service and the scaling groups that start nodes are always among them."""
    adopt: Input[str] | None = None  # the ARN of a key whose policy lets the same parties in


class EncryptionKey(pulumi.ComponentResource):
    """Encrypts volumes, logs, images, buckets and Kubernetes secrets."""

    arn: Output[str]
    """The key's ARN (not its alias's: policies need the key itself)."""

    def __init__(
        self, name: str, args: EncryptionKeyArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("slipway:aws:EncryptionKey", name, {}, opts)
        if args.adopt is None:
            self.arn = self._create(name, args)
        else:
            self.arn = Output.from_input(args.adopt)
        self.register_outputs({"arn": self.arn})

    def _create(self, name: str, args: EncryptionKeyArgs) -> Output[str]:
        key = aws.kms.Key(
            f"{name}-key",
            description=f"Data at rest of {args.name}",
            enable_key_rotation=True,
            # Data that was encrypted with a deleted key is lost: production gets the longest wait.
            deletion_window_in_days=30 if args.production else 7,
            policy=document(key_statements(args)),
            opts=ResourceOptions(parent=self, protect=args.production),
        )
        aws.kms.Alias(
            f"{name}-alias",
            name=f"alias/{args.name}",
            target_key_id=key.key_id,
            opts=ResourceOptions(parent=self),
        )
        return key.arn


def key_statements(args: EncryptionKeyArgs) -> list[Statement]:
    """The key's policy: in such a policy the resource ``*`` is the key itself."""
    place, itself = args.place, "in a key's policy * is the key itself"
    return [
        Statement(
            sid="AccountDecidesByIam",
            principal=Principal(kind="AWS", names=[place.root]),
            actions=["kms:*"],
            resources=["*"],
            wildcard_reason=f"{itself}; without this statement a key can become unmanageable",
        ),
        Statement(
            sid="LogGroups",
            principal=Principal(kind="Service", names=[f"logs.{place.region}.{place.dns_suffix}"]),
            actions=[*USE, *DATA_KEYS, "kms:DescribeKey"],
            resources=["*"],
            conditions={
                "ArnLike": {"kms:EncryptionContext:aws:logs:arn": place.arn("logs", "log-group:*")}
            },
            wildcard_reason=itself,
        ),
        *_volumes_of_new_nodes(place, itself),
        *(_service(service, place, itself) for service in args.services),
    ]


def _volumes_of_new_nodes(place: AwsPlace, itself: str) -> list[Statement]:
    """Scaling groups start nodes with encrypted volumes through EC2.

    Their service-linked role is matched by condition: as a principal it would have to exist
    before the account's first scaling group, and the key's creation would fail.
    """
    through_ec2: dict[str, dict[str, Input[str] | Sequence[Input[str]]]] = {
        "StringEquals": {
            "kms:CallerAccount": place.account,
            "kms:ViaService": f"ec2.{place.region}.{place.dns_suffix}",
        },
        "ArnLike": {
            "aws:PrincipalArn": f"arn:{place.partition}:iam::{place.account}:{ON_SCALING_GROUPS}"
        },
    }
    anyone = Principal(kind="AWS", names=["*"])
    reason = f"{itself}; the conditions narrow the principal to one service-linked role"
    return [
        Statement(
            sid="NodeVolumes",
            principal=anyone,
            actions=[*USE, *DATA_KEYS, "kms:DescribeKey"],
            resources=["*"],
            conditions=through_ec2,
            wildcard_reason=reason,
        ),
        Statement(
            sid="NodeVolumeGrants",
            principal=anyone,
            actions=["kms:CreateGrant"],
            resources=["*"],
            conditions={**through_ec2, "Bool": {"kms:GrantIsForAWSResource": "true"}},
            wildcard_reason=reason,
        ),
    ]


def _service(service: str, place: AwsPlace, itself: str) -> Statement:
    return Statement(
        sid="Service" + "".join(part.title() for part in service.split("-")),
        principal=Principal(kind="Service", names=[f"{service}.amazonaws.com"]),
        actions=["kms:Decrypt", "kms:GenerateDataKey"],
        resources=["*"],
        conditions={}
        if service in WITHOUT_SOURCE
        else {"StringEquals": {"aws:SourceAccount": place.account}},
        wildcard_reason=itself,
    )
