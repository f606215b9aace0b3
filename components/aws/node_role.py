"""What a node may do: join the cluster, and pull images."""

from collections.abc import Sequence

import pulumi
import pulumi_aws as aws
from pulumi import ResourceOptions

from slipway.components.access.matrix import Store, Workload
from slipway.components.aws.access_policy import Repositories, policy_statements
from slipway.components.aws.place import AwsPlace
from slipway.components.aws.policy_document import document, trust


def node_role(
    name: str, place: AwsPlace, repositories: Sequence[str], parent: pulumi.Resource
) -> tuple[aws.iam.Role, Sequence[pulumi.Resource]]:
    """The role, and its permissions: nodes start after them and are gone before."""
    child = ResourceOptions(parent=parent)
    role = aws.iam.Role(
        f"{name}-role",
        description="Nodes of an EKS cluster",
        assume_role_policy=trust(f"ec2.{place.dns_suffix}"),
        opts=child,
    )
    managed = aws.iam.RolePolicyAttachment(
        f"{name}-join",
        role=role.name,
        policy_arn=place.managed_policy("AmazonEKSWorkerNodePolicy"),
        opts=child,
    )
    # EKS's own add-ons come from an account of AWS's that differs by region; its images all are
    # below eks/ there.
    addons = f"arn:{place.partition}:ecr:{place.region}:*:repository/eks/*"
    images = Repositories(arns=[*repositories, addons])
    own = aws.iam.RolePolicy(
        f"{name}-images",
        role=role.id,
        policy=document(policy_statements(Workload.NODE, {Store.IMAGES: images})),
        opts=child,
    )
    return role, [managed, own]
