"""A role that one service of AWS takes on, with what it may do."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws
from pulumi import Input, Output, ResourceOptions

from slipway.components.aws.place import AwsPlace
from slipway.components.aws.policy_document import Statement, document, trust


@dataclass(frozen=True, kw_only=True)
class ServiceRoleArgs:
    """The statements come from the identity matrix, and from what the service itself needs."""

    place: AwsPlace
    service: str
    """E.g. ``sagemaker``: the beginning of the principal's name."""
    description: str
    statements: Sequence[Statement]
    names_its_account: bool = True
    """False for services that don't say on whose behalf they come: they could take on no role that
    asks for it."""


class ServiceRole(pulumi.ComponentResource):
    """Another account's resources can't make the service act with it."""

    arn: Output[str]
    """Known once the role may do what it must: services check that when they are given it."""

    def __init__(
        self, name: str, args: ServiceRoleArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("slipway:aws:ServiceRole", name, {}, opts)
        child = ResourceOptions(parent=self)
        conditions = (
            {"StringEquals": {"aws:SourceAccount": args.place.account}}
            if args.names_its_account
            else {}
        )
        role = aws.iam.Role(
            f"{name}-role",
            description=args.description,
            assume_role_policy=trust(f"{args.service}.amazonaws.com", **conditions),
            opts=child,
        )
        policy = aws.iam.RolePolicy(
            f"{name}-policy", role=role.id, policy=document(args.statements), opts=child
        )
        self.arn = Output.all(role.arn, policy.id).apply(_first)
        self.register_outputs({"arn": self.arn})


def _first(values: Sequence[Input[str]]) -> Input[str]:
    return values[0]
