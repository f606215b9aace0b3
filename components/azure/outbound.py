"""The one way out: a NAT gateway with an address that stays the same."""

from collections.abc import Sequence
from typing import Literal

from pulumi import Output, ResourceOptions
from pulumi_azure_native import network

from slipway.components.azure.place import AzurePlace

Outbound = Literal["userAssignedNATGateway", "userDefinedRouting", "loadBalancer"]
"""A gateway on the subnet, a route table of one's own, or a balancer that AKS makes."""


def outbound_gateway(
    name: str, *, place: AzurePlace, label: str, zones: Sequence[str], opts: ResourceOptions
) -> Output[str]:
    """The id of a gateway; partners can let its address in, because it survives every node."""
    address = network.PublicIPAddress(
        f"{name}-outbound-address",
        public_ip_address_name=f"{label}-outbound",
        resource_group_name=place.resource_group,
        location=place.region,
        sku=network.PublicIPAddressSkuArgs(name="Standard"),
        public_ip_allocation_method="Static",
        public_ip_address_version="IPv4",
        zones=list(zones),
        tags=place.tags,
        opts=opts,
    )
    gateway = network.NatGateway(
        f"{name}-outbound",
        nat_gateway_name=f"{label}-outbound",
        resource_group_name=place.resource_group,
        location=place.region,
        # No zone: Azure picks one. A gateway per zone needs a subnet per zone as well.
        sku=network.NatGatewaySkuArgs(name="Standard"),
        public_ip_addresses=[network.SubResourceArgs(id=address.id)],
        idle_timeout_in_minutes=4,
        tags=place.tags,
        opts=opts,
    )
    return gateway.id
