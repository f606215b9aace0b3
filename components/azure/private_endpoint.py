"""A private address for a service of Azure, and its name in the network's DNS."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
from pulumi import Input, Output, ResourceOptions
from pulumi_azure_native import network

from slipway.components.azure.place import AzurePlace
from slipway.components.azure.private_dns import ZONES


@dataclass(frozen=True, kw_only=True)
class PrivateAccess:
    """Where a platform's private endpoints go and which zones resolve their names."""

    subnet: Input[str]
    zones: Mapping[str, Input[str]]
    """Ids by zone name; those that `private_dns.ZONES` lists for the endpoint's group."""


@dataclass(frozen=True, kw_only=True)
class PrivateEndpointArgs:
    """What it leads to, as an id and the group that names its part: blob, vault, registry..."""

    place: AzurePlace
    target: Input[str]
    group: str
    access: PrivateAccess


class PrivateEndpoint(pulumi.ComponentResource):
    """A network card in the endpoints' subnet; the service's public name resolves to it."""

    ready: Output[str]
    """The id of the zone group: once it is known, the name leads to the private address."""

    def __init__(
        self, name: str, args: PrivateEndpointArgs, opts: ResourceOptions | None = None
    ) -> None:
        zones = {zone: args.access.zones[zone] for zone in ZONES[args.group]}
        super().__init__("slipway:azure:PrivateEndpoint", name, {}, opts)
        child = ResourceOptions(parent=self)
        endpoint = network.PrivateEndpoint(
            f"{name}-endpoint",
            resource_group_name=args.place.resource_group,
            location=args.place.region,
            subnet=network.SubnetArgs(id=args.access.subnet),
            private_link_service_connections=[
                network.PrivateLinkServiceConnectionArgs(
                    name=args.group,
                    private_link_service_id=args.target,
                    group_ids=[args.group],
                )
            ],
            tags=args.place.tags,
            opts=child,
        )
        group = network.PrivateDnsZoneGroup(
            f"{name}-names",
            private_dns_zone_group_name="default",
            private_endpoint_name=endpoint.name,
            resource_group_name=args.place.resource_group,
            private_dns_zone_configs=[
                network.PrivateDnsZoneConfigArgs(
                    name=zone.replace(".", "-"), private_dns_zone_id=zone_id
                )
                for zone, zone_id in zones.items()
            ],
            opts=child,
        )
        self.ready = group.id
        self.register_outputs({"ready": self.ready})
