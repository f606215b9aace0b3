"""The network around a platform on Azure: private subnets behind one known address, or adopted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pulumi
from pulumi import Input, Output, ResourceOptions
from pulumi_azure_native import network

from slipway.components.azure.address_plan import address_plan
from slipway.components.azure.flow_logs import FlowLogs, flow_logs
from slipway.components.azure.known_after import known_after, known_id
from slipway.components.azure.network_rules import rules_of
from slipway.components.azure.outbound import Outbound, outbound_gateway
from slipway.components.azure.place import AzurePlace
from slipway.components.azure.private_dns import PrivateDns, PrivateDnsArgs
from slipway.components.azure.private_endpoint import PrivateAccess

DELEGATIONS: Mapping[str, str] = {
    "database": "Microsoft.DBforPostgreSQL/flexibleServers",
    "api-server": "Microsoft.ContainerService/managedClusters",
}
"""The service that a subnet is left to."""


@dataclass(frozen=True, kw_only=True)
class ExistingNetwork:
    """A virtual network and its subnets, by id; nothing in them is changed."""

    vnet: str
    nodes_subnet: str
    endpoints_subnet: str
    database_subnet: str | None = None
    api_server_subnet: str | None = None
    outbound: Outbound = "loadBalancer"
    """How its nodes reach the internet."""


@dataclass(frozen=True, kw_only=True)
class NetworkArgs:
    """The block is plain, because subnets are cut out of it before anything exists."""

    place: AzurePlace
    name: str
    cidr: str
    zones: Sequence[str]
    """Availability zones."""
    dns_zones: Sequence[str] = ()
    """Names of the private DNS zones that the services used need, see `private_dns.zones_for`."""
    adopted_dns_zones: Mapping[str, str] = field(default_factory=dict)
    """Ids of those that exist and are linked to the network already, by name."""
    way_out: bool = True
    """False: nothing in it asks the internet, as private endpoints don't; no gateway is made."""
    flow_logs: FlowLogs | None = None  # None: flows aren't logged, which needs a storage account
    adopt: ExistingNetwork | None = None


class Network(pulumi.ComponentResource):
    """Nothing in it has a public address but the gateway that its nodes go out by."""

    vnet: Output[str]
    """Id of the virtual network."""

    nodes_subnet: Output[str]
    """Where nodes get their addresses."""

    endpoints_subnet: Output[str]
    """Where private endpoints get theirs."""

    database_subnet: Output[str] | None
    """Left to PostgreSQL flexible servers; None where an adopted network has none."""

    api_server_subnet: Output[str] | None
    """Left to AKS' API servers; None where an adopted network has none."""

    outbound: Outbound
    """How nodes reach the internet, as AKS calls it."""

    access: PrivateAccess
    """What a private endpoint needs of the network: its subnet, and the zones by name."""

    def __init__(self, name: str, args: NetworkArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("slipway:azure:Network", name, {}, opts)
        if args.adopt is None:
            self._create(name, args)
        else:
            self._adopt(args.adopt)
        dns = PrivateDns(
            f"{name}-dns",
            PrivateDnsArgs(
                place=args.place,
                vnet=self.vnet,
                zones=args.dns_zones,
                adopt=args.adopted_dns_zones,
            ),
            ResourceOptions(parent=self),
        )
        self.access = PrivateAccess(subnet=self.endpoints_subnet, zones=dns.zones)
        self.register_outputs({"vnet": self.vnet, "nodesSubnet": self.nodes_subnet})

    def _adopt(self, adopted: ExistingNetwork) -> None:
        self.vnet = Output.from_input(adopted.vnet)
        self.nodes_subnet = Output.from_input(adopted.nodes_subnet)
        self.endpoints_subnet = Output.from_input(adopted.endpoints_subnet)
        self.database_subnet = _optional(adopted.database_subnet)
        self.api_server_subnet = _optional(adopted.api_server_subnet)
        self.outbound = adopted.outbound

    def _create(self, name: str, args: NetworkArgs) -> None:
        plan = address_plan(args.cidr)
        vnet = network.VirtualNetwork(
            f"{name}-vnet",
            virtual_network_name=args.name,
            resource_group_name=args.place.resource_group,
            location=args.place.region,
            address_space=network.AddressSpaceArgs(address_prefixes=[args.cidr]),
            tags=args.place.tags,
            opts=ResourceOptions(parent=self),
        )
        self.vnet = known_id(vnet, args.place, "Microsoft.Network/virtualNetworks", args.name)
        gateway = self._way_out(name, args) if args.way_out else None
        nodes = self._subnet(name, "nodes", plan.nodes, args, after=[vnet], gateway=gateway)
        # Azure refuses a second change of a network while one is under way: one after the other.
        endpoints = self._subnet(name, "endpoints", plan.endpoints, args, after=[nodes])
        database = self._subnet(name, "database", plan.database, args, after=[endpoints])
        server = self._subnet(name, "api-server", plan.api_server, args, after=[database])
        self.nodes_subnet = self._subnet_id(nodes, "nodes")
        self.endpoints_subnet = self._subnet_id(endpoints, "endpoints")
        self.database_subnet = self._subnet_id(database, "database")
        self.api_server_subnet = self._subnet_id(server, "api-server")
        self.outbound = "userDefinedRouting" if gateway is None else "userAssignedNATGateway"
        if args.flow_logs is not None:
            flow_logs(
                f"{args.name}-flows",
                args.flow_logs,
                place=args.place,
                vnet=self.vnet,
                opts=ResourceOptions(parent=self),
            )

    def _way_out(self, name: str, args: NetworkArgs) -> Output[str]:
        return outbound_gateway(
            name,
            place=args.place,
            label=args.name,
            zones=args.zones,
            opts=ResourceOptions(parent=self),
        )

    def _subnet(
        self,
        name: str,
        role: str,
        cidr: str,
        args: NetworkArgs,
        *,
        after: Sequence[pulumi.Resource],
        gateway: Input[str] | None = None,
    ) -> network.Subnet:
        group = network.NetworkSecurityGroup(
            f"{name}-{role}-rules",
            network_security_group_name=f"{args.name}-{role}",
            resource_group_name=args.place.resource_group,
            location=args.place.region,
            security_rules=rules_of(role),
            tags=args.place.tags,
            opts=ResourceOptions(parent=self),
        )
        return network.Subnet(
            f"{name}-{role}",
            subnet_name=role,
            virtual_network_name=args.name,
            resource_group_name=args.place.resource_group,
            address_prefix=cidr,
            network_security_group=network.NetworkSecurityGroupArgs(id=group.id),
            nat_gateway=None if gateway is None else network.SubResourceArgs(id=gateway),
            delegations=_delegations(role),
            # Without this, rules of the group pass private endpoints by.
            private_endpoint_network_policies="Enabled",
            # Nothing gets out by an address that Azure lends unasked.
            default_outbound_access=False,
            opts=ResourceOptions(parent=self, depends_on=list(after)),
        )

    def _subnet_id(self, subnet: network.Subnet, role: str) -> Output[str]:
        return Output.concat(self.vnet, "/subnets/", known_after(subnet, role))


def _delegations(role: str) -> list[network.DelegationArgs] | None:
    if role not in DELEGATIONS:
        return None
    return [network.DelegationArgs(name=role, service_name=DELEGATIONS[role])]


def _optional(value: str | None) -> Output[str] | None:
    return None if value is None else Output.from_input(value)
