"""A security group that lets nothing in, and out what it must."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws
from pulumi import Input, Output, ResourceOptions

HTTPS = 443


@dataclass(frozen=True, kw_only=True)
class PrivateGroupArgs:
    """For jobs and containers that nobody calls by address."""

    vpc_id: Input[str]
    description: str
    https_out: bool
    """Whether it reaches AWS's services: S3's addresses are public even through the gateway in the
    network, so HTTPS is open to every address and the roles say what it is good for."""


class PrivateGroup(pulumi.ComponentResource):
    """No rule lets anything in."""

    id: Output[str]
    """The group's id, once its rules are there."""

    def __init__(
        self, name: str, args: PrivateGroupArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("slipway:aws:PrivateGroup", name, {}, opts)
        child = ResourceOptions(parent=self)
        group = aws.ec2.SecurityGroup(
            f"{name}-group",
            description=args.description,
            vpc_id=args.vpc_id,
            # A rule that points at another group would keep both from being deleted.
            revoke_rules_on_delete=True,
            tags={"Name": f"{name}-group"},
            opts=child,
        )
        self.id = group.id
        if args.https_out:
            rule = aws.vpc.SecurityGroupEgressRule(
                f"{name}-https",
                description="HTTPS to AWS services",
                security_group_id=group.id,
                cidr_ipv4="0.0.0.0/0",
                ip_protocol="tcp",
                from_port=HTTPS,
                to_port=HTTPS,
                tags={"Name": f"{name}-https"},
                opts=child,
            )
            self.id = rule.security_group_id
        self.register_outputs({"id": self.id})
