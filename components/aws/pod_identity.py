"""A workload's own role, taken on by one service account and nobody else."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws
from pulumi import Input, Output, ResourceOptions

from slipway.components.aws.place import AwsPlace
from slipway.components.aws.policy_document import trust


@dataclass(frozen=True, kw_only=True)
class PodIdentityArgs:
    """The namespace and the account need not exist yet."""

    place: AwsPlace
    cluster_name: Input[str]
    cluster_arn: str
    namespace: str
    service_account: str
    description: str
    policy: Input[str] | None = None
    """A policy document; see `access_policy`."""
    managed_policies: Sequence[str] = ()
    """ARNs of policies that AWS maintains; for add-ons, which AWS maintains too."""
    associated: bool = True
    """False for add-ons, which bring their association along."""


class PodIdentity(pulumi.ComponentResource):
    """Credentials reach the pods through EKS's agent: no key exists, none can leak."""

    role_arn: Output[str]
    """The role's ARN."""

    permissions: Sequence[pulumi.Resource]
    """What uses the role at once waits for these."""

    def __init__(
        self, name: str, args: PodIdentityArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("slipway:aws:PodIdentity", name, {}, opts)
        child = ResourceOptions(parent=self)
        role = aws.iam.Role(
            f"{name}-role",
            description=args.description,
            assume_role_policy=trust(
                "pods.eks.amazonaws.com",
                "sts:AssumeRole",
                "sts:TagSession",
                StringEquals={
                    "aws:SourceAccount": args.place.account,
                    "aws:RequestTag/kubernetes-namespace": args.namespace,
                    "aws:RequestTag/kubernetes-service-account": args.service_account,
                },
                ArnEquals={"aws:SourceArn": args.cluster_arn},
            ),
            opts=child,
        )
        self.role_arn, self.permissions = role.arn, self._permissions(name, args, role)
        if args.associated:
            aws.eks.PodIdentityAssociation(
                f"{name}-association",
                cluster_name=args.cluster_name,
                namespace=args.namespace,
                service_account=args.service_account,
                role_arn=role.arn,
                opts=ResourceOptions(parent=self, depends_on=list(self.permissions)),
            )
        self.register_outputs({"roleArn": self.role_arn})

    def _permissions(
        self, name: str, args: PodIdentityArgs, role: aws.iam.Role
    ) -> list[pulumi.Resource]:
        child = ResourceOptions(parent=self)
        made: list[pulumi.Resource] = [
            aws.iam.RolePolicyAttachment(
                f"{name}-managed-{index}", role=role.name, policy_arn=policy, opts=child
            )
            for index, policy in enumerate(args.managed_policies)
        ]
        if args.policy is not None:
            made.append(
                aws.iam.RolePolicy(f"{name}-policy", role=role.id, policy=args.policy, opts=child)
            )
        return made
