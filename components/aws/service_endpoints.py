"""Ways to AWS's services that never leave the network."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws
from pulumi import Input, ResourceOptions

from slipway.components.aws.place import AwsPlace

HTTPS = 443


@dataclass(frozen=True, kw_only=True)
class ServiceEndpointsArgs:
    """Services by the last part of their endpoint's name, e.g. ``ecr.api``."""

    place: AwsPlace
    vpc_id: Input[str]
    cidr: str
    services: Sequence[str]
    subnet_ids: Sequence[Input[str]]
    """Where the interfaces are; each is billed by the hour."""
    route_table_ids: Sequence[Input[str]]


class ServiceEndpoints(pulumi.ComponentResource):
    """S3's gateway, which costs nothing, and an interface for each of the other services."""

    def __init__(
        self, name: str, args: ServiceEndpointsArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("slipway:aws:ServiceEndpoints", name, {}, opts)
        child = ResourceOptions(parent=self)
        aws.ec2.VpcEndpoint(
            f"{name}-s3",
            vpc_id=args.vpc_id,
            service_name=_service_name(args.place, "s3"),
            vpc_endpoint_type="Gateway",
            route_table_ids=list(args.route_table_ids),
            tags={"Name": f"{name}-s3"},
            opts=child,
        )
        if args.services:
            group = self._group(name, args)
            for service in args.services:
                aws.ec2.VpcEndpoint(
                    f"{name}-{service.replace('.', '-')}",
                    vpc_id=args.vpc_id,
                    service_name=_service_name(args.place, service),
                    vpc_endpoint_type="Interface",
                    private_dns_enabled=True,
                    subnet_ids=list(args.subnet_ids),
                    security_group_ids=[group.id],
                    tags={"Name": f"{name}-{service}"},
                    opts=child,
                )
        self.register_outputs({})

    def _group(self, name: str, args: ServiceEndpointsArgs) -> aws.ec2.SecurityGroup:
        group = aws.ec2.SecurityGroup(
            f"{name}-group",
            description="HTTPS from the network to the endpoints of AWS services",
            vpc_id=args.vpc_id,
            # A rule that points at another group would keep both from being deleted.
            revoke_rules_on_delete=True,
            tags={"Name": f"{name}-group"},
            opts=ResourceOptions(parent=self),
        )
        aws.vpc.SecurityGroupIngressRule(
            f"{name}-https",
            description="HTTPS from inside the network",
            security_group_id=group.id,
            cidr_ipv4=args.cidr,
            ip_protocol="tcp",
            from_port=HTTPS,
            to_port=HTTPS,
            tags={"Name": f"{name}-https"},
            opts=ResourceOptions(parent=self),
        )
        return group


def _service_name(place: AwsPlace, service: str) -> str:
    # China's newer services keep the international name; those used here have the local one.
    prefix = "cn.com.amazonaws" if place.partition == "aws-cn" else "com.amazonaws"
    return f"{prefix}.{place.region}.{service}"
