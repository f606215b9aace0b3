"""What the team's CI may do: a policy to attach to the role that it already has."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws
from pulumi import Output, ResourceOptions

from slipway.components.access.matrix import Grant, Store, Workload
from slipway.components.aws.access_policy import AwsStore, policy_statements
from slipway.components.aws.policy_document import Statement, document


@dataclass(frozen=True, kw_only=True)
class ReleaseRightsArgs:
    """The stores that the identity matrix grants to a release."""

    name: str
    """Of the policy, unique in the account."""
    stores: Mapping[Store, AwsStore]
    more: Sequence[Grant] = ()
    """Grants besides the matrix."""
    statements: Sequence[Statement] = ()
    """What the platform's registry asks of whoever releases."""


class ReleaseRights(pulumi.ComponentResource):
    """No role: how CI proves who it is, is between the team's account and its CI."""

    policy_arn: Output[str]
    """To attach."""

    def __init__(
        self, name: str, args: ReleaseRightsArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("slipway:aws:ReleaseRights", name, {}, opts)
        policy = aws.iam.Policy(
            f"{name}-policy",
            name=args.name,
            description="Pushes model images and stores reference profiles",
            policy=document(
                [
                    *policy_statements(Workload.RELEASE, args.stores, more=args.more),
                    *args.statements,
                ]
            ),
            opts=ResourceOptions(parent=self),
        )
        self.policy_arn = policy.arn
        self.register_outputs({"policyArn": self.policy_arn})
