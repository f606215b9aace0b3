"""What EKS's control plane may do in the account."""

from collections.abc import Sequence

import pulumi
import pulumi_aws as aws
from pulumi import Input, ResourceOptions

from slipway.components.aws.place import AwsPlace
from slipway.components.aws.policy_document import Statement, document, trust


def cluster_role(
    name: str, key_arn: Input[str], place: AwsPlace, parent: pulumi.Resource
) -> tuple[aws.iam.Role, Sequence[pulumi.Resource]]:
    """The role, and its permissions: the cluster is created after them and deleted before."""
    child = ResourceOptions(parent=parent)
    role = aws.iam.Role(
        f"{name}-role",
        description="The control plane of an EKS cluster",
        assume_role_policy=trust(
            "eks.amazonaws.com",
            "sts:AssumeRole",
            "sts:TagSession",
            StringEquals={"aws:SourceAccount": place.account},
        ),
        opts=child,
    )
    managed = aws.iam.RolePolicyAttachment(
        f"{name}-managed",
        role=role.name,
        policy_arn=place.managed_policy("AmazonEKSClusterPolicy"),
        opts=child,
    )
    own = aws.iam.RolePolicy(
        f"{name}-policy", role=role.id, policy=document(_statements(key_arn)), opts=child
    )
    return role, [managed, own]


def _statements(key_arn: Input[str]) -> list[Statement]:
    return [
        Statement(
            sid="EncryptSecrets",
            actions=["kms:Encrypt", "kms:Decrypt", "kms:DescribeKey", "kms:ListGrants"],
            resources=[key_arn],
        ),
        # A late log line would otherwise make the group again, after it was deleted with the
        # cluster: without retention, without encryption and in the next cluster's way.
        Statement(
            sid="LeaveNoLogGroup",
            effect="Deny",
            actions=["logs:CreateLogGroup"],
            resources=["*"],
        ),
    ]
