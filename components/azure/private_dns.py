"""Private DNS zones: inside the network a service's name leads to its private address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pulumi
from pulumi import Input, Output, ResourceOptions
from pulumi_azure_native import privatedns

from slipway.components.azure.known_after import known_after, known_id
from slipway.components.azure.place import AzurePlace

ZONES: Mapping[str, tuple[str, ...]] = {
    "blob": ("privatelink.blob.core.windows.net",),
    "dfs": ("privatelink.dfs.core.windows.net",),
    "file": ("privatelink.file.core.windows.net",),
    "vault": ("privatelink.vaultcore.azure.net",),
    "registry": ("privatelink.azurecr.io",),
    "amlworkspace": ("privatelink.api.azureml.ms", "privatelink.notebooks.azure.net"),
    "amlregistry": ("privatelink.api.azureml.ms",),
}
"""The zones that an endpoint needs, by the group id of what it leads to.

Source: Microsoft's list of private endpoint DNS zone values, public cloud.
"""


def zones_for(*groups: str) -> tuple[str, ...]:
    """The zones of several kinds of endpoint, each once.

    Raises:
        KeyError: The table has no such kind.
    """
    return tuple(dict.fromkeys(zone for group in groups for zone in ZONES[group]))


@dataclass(frozen=True, kw_only=True)
class PrivateDnsArgs:
    """Zones by name; the network is the one that asks them."""

    place: AzurePlace
    vnet: Input[str]
    zones: Sequence[str]
    adopt: Mapping[str, str] = field(default_factory=dict)
    """Ids of zones that exist and are linked to the network, by name: a network can ask only one
    zone of a name, so a hub's zones must be named here."""


class PrivateDns(pulumi.ComponentResource):
    """A zone of each name, linked to the network; nobody registers by itself."""

    zones: Mapping[str, Output[str]]
    """Ids by zone name; known only once the network asks the zone."""

    def __init__(
        self, name: str, args: PrivateDnsArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("slipway:azure:PrivateDns", name, {}, opts)
        self.zones = {
            zone: Output.from_input(args.adopt[zone])
            if zone in args.adopt
            else self._zone(f"{name}-{zone}", zone, args)
            for zone in args.zones
        }
        self.register_outputs({"zones": dict(self.zones)})

    def _zone(self, name: str, zone: str, args: PrivateDnsArgs) -> Output[str]:
        child = ResourceOptions(parent=self)
        made = privatedns.PrivateZone(
            name,
            private_zone_name=zone,
            resource_group_name=args.place.resource_group,
            location="Global",
            tags=args.place.tags,
            opts=child,
        )
        link = privatedns.VirtualNetworkLink(
            f"{name}-link",
            virtual_network_link_name="network",
            private_zone_name=known_after(made, zone),
            resource_group_name=args.place.resource_group,
            location="Global",
            virtual_network=privatedns.SubResourceArgs(id=args.vnet),
            registration_enabled=False,
            tags=args.place.tags,
            opts=child,
        )
        at = known_id(made, args.place, "Microsoft.Network/privateDnsZones", zone)
        return Output.all(at, link.urn).apply(lambda both: str(both[0]))
