"""Routes: public subnets hold the gateways, private ones reach the internet through them."""

from collections.abc import Mapping, Sequence

import pulumi_aws as aws
from pulumi import ResourceOptions

ANYWHERE = "0.0.0.0/0"


def way_out(
    name: str,
    vpc: aws.ec2.Vpc,
    public: Mapping[str, aws.ec2.Subnet],
    *,
    per_zone: bool,
    opts: ResourceOptions,
) -> list[aws.ec2.NatGateway]:
    """The network's gateways by public subnet: in the first zone alone, or in every zone."""
    internet = aws.ec2.InternetGateway(
        f"{name}-internet", vpc_id=vpc.id, tags={"Name": f"{name}-internet"}, opts=opts
    )
    table = aws.ec2.RouteTable(
        f"{name}-public", vpc_id=vpc.id, tags={"Name": f"{name}-public"}, opts=opts
    )
    route = aws.ec2.Route(
        f"{name}-public-out",
        route_table_id=table.id,
        destination_cidr_block=ANYWHERE,
        gateway_id=internet.id,
        opts=opts,
    )
    for zone, subnet in public.items():
        aws.ec2.RouteTableAssociation(
            f"{name}-public-{zone[-1]}", subnet_id=subnet.id, route_table_id=table.id, opts=opts
        )
    # A gateway whose subnet has no route yet comes up and can't translate anything.
    after = ResourceOptions.merge(opts, ResourceOptions(depends_on=[route]))
    chosen = list(public.items())[: None if per_zone else 1]
    return [_gateway(f"{name}-nat-{zone[-1]}", subnet, after) for zone, subnet in chosen]


def private_routes(
    name: str,
    vpc: aws.ec2.Vpc,
    private: Sequence[aws.ec2.Subnet],
    gateways: Sequence[aws.ec2.NatGateway],
    opts: ResourceOptions,
) -> list[aws.ec2.RouteTable]:
    """A table per subnet: a second gateway later changes one route and moves no subnet."""
    tables = []
    for index, subnet in enumerate(private):
        gateway = gateways[min(index, len(gateways) - 1)]
        table = aws.ec2.RouteTable(
            f"{name}-private-{index}",
            vpc_id=vpc.id,
            tags={"Name": f"{name}-private-{index}"},
            opts=opts,
        )
        aws.ec2.Route(
            f"{name}-private-out-{index}",
            route_table_id=table.id,
            destination_cidr_block=ANYWHERE,
            nat_gateway_id=gateway.id,
            opts=opts,
        )
        aws.ec2.RouteTableAssociation(
            f"{name}-private-{index}", subnet_id=subnet.id, route_table_id=table.id, opts=opts
        )
        tables.append(table)
    return tables


def _gateway(name: str, subnet: aws.ec2.Subnet, opts: ResourceOptions) -> aws.ec2.NatGateway:
    address = aws.ec2.Eip(f"{name}-address", domain="vpc", tags={"Name": name}, opts=opts)
    return aws.ec2.NatGateway(
        name, allocation_id=address.id, subnet_id=subnet.id, tags={"Name": name}, opts=opts
    )
