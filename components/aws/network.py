"""The network: private subnets in every zone, and one way out; or one that exists."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import pulumi
import pulumi_aws as aws
from pulumi import Input, Output, ResourceOptions

from slipway.components.aws.address_plan import address_plan
from slipway.components.aws.flow_logs import FlowLogs, FlowLogsArgs
from slipway.components.aws.place import AwsPlace
from slipway.components.aws.routes import private_routes, way_out
from slipway.components.aws.service_endpoints import ServiceEndpoints, ServiceEndpointsArgs

INTERNAL_BALANCERS = {"kubernetes.io/role/internal-elb": "1"}
"""Marks subnets for load balancers inside the network. No subnet is marked for public ones:
those of the gateways hold nothing else, so a Service can't open the platform to the internet."""


@dataclass(frozen=True, kw_only=True)
class ExistingNetwork:
    """A network to use as it is."""

    vpc_id: Input[str]
    cidr: str
    private_subnet_ids: Sequence[Input[str]]


@dataclass(frozen=True, kw_only=True)
class NetworkArgs:
    """Addresses and zones are plain values: the plan is counted from them."""

    place: AwsPlace
    name: str
    """Its `Name` tag, and the beginning of its log group's name."""
    zones: Sequence[str]
    """Full names, e.g. ``eu-central-1a``."""
    cidr: str
    nat: Literal["one", "per-zone"]
    endpoints: Sequence[str]
    """Services reached without leaving the network, e.g. ``ecr.api``; S3's gateway is always."""
    endpoints_in: Literal["first-zone", "every-zone"]
    log_days: int
    key_arn: Input[str]
    production: bool
    adopt: ExistingNetwork | None = None


class Network(pulumi.ComponentResource):
    """Nothing in it has a public address but the gateways, and its traffic is logged."""

    vpc_id: Output[str]
    """The network's id."""

    cidr: str
    """Its block of addresses."""

    private_subnet_ids: Sequence[Output[str]]
    """One subnet per zone, in the zones' order (adopted ones: in their own)."""

    def __init__(self, name: str, args: NetworkArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("slipway:aws:Network", name, {}, opts)
        if args.adopt is None:
            self._create(name, args)
        else:
            self.vpc_id = Output.from_input(args.adopt.vpc_id)
            self.cidr = args.adopt.cidr
            self.private_subnet_ids = [
                Output.from_input(one) for one in args.adopt.private_subnet_ids
            ]
        self.register_outputs({"vpcId": self.vpc_id})

    def _create(self, name: str, args: NetworkArgs) -> None:
        child = ResourceOptions(parent=self)
        vpc = aws.ec2.Vpc(
            f"{name}-vpc",
            cidr_block=args.cidr,
            enable_dns_support=True,
            # Interface endpoints answer under the services' own names.
            enable_dns_hostnames=True,
            tags={"Name": args.name},
            opts=ResourceOptions(parent=self, protect=args.production),
        )
        # Without rules: whoever forgets to name a security group gets no traffic at all.
        aws.ec2.DefaultSecurityGroup(
            f"{name}-default-group", vpc_id=vpc.id, ingress=[], egress=[], opts=child
        )
        plan = address_plan(args.cidr, len(args.zones))
        private = [
            self._subnet(f"{name}-private-{zone[-1]}", vpc, zone, block, INTERNAL_BALANCERS)
            for zone, block in zip(args.zones, plan.private, strict=True)
        ]
        public = {
            zone: self._subnet(f"{name}-public-{zone[-1]}", vpc, zone, block, {})
            for zone, block in zip(args.zones, plan.public, strict=True)
        }
        gateways = way_out(name, vpc, public, per_zone=args.nat == "per-zone", opts=child)
        tables = private_routes(name, vpc, private, gateways, child)
        ServiceEndpoints(
            f"{name}-endpoints",
            ServiceEndpointsArgs(
                place=args.place,
                vpc_id=vpc.id,
                cidr=args.cidr,
                services=args.endpoints,
                subnet_ids=[one.id for one in private][
                    : 1 if args.endpoints_in == "first-zone" else None
                ],
                route_table_ids=[one.id for one in tables],
            ),
            child,
        )
        FlowLogs(
            f"{name}-flow-logs",
            FlowLogsArgs(
                place=args.place,
                vpc_id=vpc.id,
                log_group=f"/slipway/{args.name}/network",
                days=args.log_days,
                key_arn=args.key_arn,
            ),
            child,
        )
        self.vpc_id, self.cidr = vpc.id, args.cidr
        self.private_subnet_ids = [one.id for one in private]

    def _subnet(
        self, name: str, vpc: aws.ec2.Vpc, zone: str, block: str, tags: dict[str, str]
    ) -> aws.ec2.Subnet:
        return aws.ec2.Subnet(
            name,
            vpc_id=vpc.id,
            availability_zone=zone,
            cidr_block=block,
            map_public_ip_on_launch=False,
            tags={"Name": name, **tags},
            opts=ResourceOptions(parent=self),
        )
