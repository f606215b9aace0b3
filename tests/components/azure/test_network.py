"""Subnets that nothing outside reaches, one way out; or a network that exists."""

import dataclasses
from itertools import pairwise

import pytest

from slipway.components.azure.flow_logs import FlowLogs
from slipway.components.azure.network import ExistingNetwork, Network, NetworkArgs
from slipway.components.azure.private_dns import zones_for
from slipway.stacks.plan.graph import Json
from tests.support.azure_nouns import GROUP, LOGS, PLACE, azure, made_by_azure, only
from tests.support.json_path import at
from tests.support.recording import Recording, record, resolve

ARGS = NetworkArgs(place=PLACE, name="slipway-dev", cidr="10.40.0.0/16", zones=["1", "2", "3"])
VNET = f"{GROUP}/providers/Microsoft.Network/virtualNetworks"
EXISTING = ExistingNetwork(
    vnet=f"{VNET}/hub",
    nodes_subnet=f"{VNET}/hub/subnets/nodes",
    endpoints_subnet=f"{VNET}/hub/subnets/endpoints",
    outbound="userDefinedRouting",
)


def made(args: NetworkArgs = ARGS) -> Recording:
    return record(lambda: Network("network", args))


def subnets(recording: Recording) -> dict[str, dict[str, Json]]:
    return {str(one.inputs["subnetName"]): one.inputs for one in azure(recording, "network:Subnet")}


def test_each_subnet_has_a_block_and_rules_of_its_own() -> None:
    recording = made()
    found = subnets(recording)
    assert {name: one["addressPrefix"] for name, one in found.items()} == {
        "nodes": "10.40.0.0/18",
        "endpoints": "10.40.64.0/18",
        "database": "10.40.128.0/19",
        "api-server": "10.40.160.0/19",
    }
    groups = {at(one, "networkSecurityGroup", "id") for one in found.values()}
    assert groups == {f"{one.name}-id" for one in azure(recording, "network:NetworkSecurityGroup")}
    assert len(groups) == len(found)


def test_no_subnet_goes_out_by_an_address_that_azure_lends() -> None:
    assert [one["defaultOutboundAccess"] for one in subnets(made()).values()] == [False] * 4


def test_only_nodes_go_out_and_by_one_standing_address() -> None:
    recording = made()
    ways = {name: one.get("natGateway") for name, one in subnets(recording).items()}
    assert ways.pop("nodes") == {"id": "network-outbound-id"}
    assert set(ways.values()) == {None}
    address = only(recording, "network:PublicIPAddress").inputs
    assert (address["publicIPAllocationMethod"], address["zones"]) == ("Static", ["1", "2", "3"])
    assert at(address, "sku", "name") == "Standard"
    gateway = only(recording, "network:NatGateway").inputs
    assert gateway["publicIpAddresses"] == [{"id": "network-outbound-address-id"}]


@pytest.mark.parametrize(
    ("subnet", "service"),
    [
        ("database", "Microsoft.DBforPostgreSQL/flexibleServers"),
        ("api-server", "Microsoft.ContainerService/managedClusters"),
    ],
)
def test_a_subnet_is_left_to_the_service_that_lives_there(subnet: str, service: str) -> None:
    found = subnets(made())
    assert at(found[subnet], "delegations") == [{"name": subnet, "serviceName": service}]
    assert "delegations" not in found["nodes"]


def test_private_endpoints_take_https_from_the_network_and_nothing_else() -> None:
    recording = made()
    rules = {
        str(one.inputs["networkSecurityGroupName"]): one.inputs["securityRules"]
        for one in azure(recording, "network:NetworkSecurityGroup")
    }
    endpoints = rules.pop("slipway-dev-endpoints")
    assert isinstance(endpoints, list)
    kept = ("access", "sourceAddressPrefix", "destinationPortRange", "protocol")
    assert [[at(rule, key) for key in kept] for rule in endpoints] == [
        ["Allow", "VirtualNetwork", "443", "Tcp"],
        ["Deny", "*", "*", "*"],
    ]
    assert at(endpoints[0], "priority") < at(endpoints[1], "priority")  # type: ignore[operator] # numbers
    assert list(rules.values()) == [[], [], []]
    assert subnets(recording)["endpoints"]["privateEndpointNetworkPolicies"] == "Enabled"


def test_subnets_are_made_one_after_the_other() -> None:
    made_after = {one.name: one.dependencies for one in azure(made(), "network:Subnet")}
    order = ["network-nodes", "network-endpoints", "network-database", "network-api-server"]
    for before, after in pairwise(order):
        assert any(urn.endswith(f"::{before}") for urn in made_after[after]), (before, after)


def test_flows_are_logged_where_there_is_an_account_for_them() -> None:
    assert azure(made(), "network:FlowLog") == []
    storage = f"{GROUP}/providers/Microsoft.Storage/storageAccounts/flows"
    asked = FlowLogs(storage=storage, logs=LOGS, days=90)
    flows = only(made(dataclasses.replace(ARGS, flow_logs=asked)), "network:FlowLog").inputs
    assert flows["targetResourceId"] == f"{VNET}/slipway-dev"
    assert (flows["storageId"], flows["enabled"]) == (storage, True)
    assert flows["networkWatcherName"] == "NetworkWatcher_westeurope"
    assert flows["retentionPolicy"] == {"enabled": True, "days": 90}
    analytics = at(flows, "flowAnalyticsConfiguration", "networkWatcherFlowAnalyticsConfiguration")
    assert at(analytics, "workspaceResourceId") == LOGS


def test_ids_are_known_in_words_of_the_config() -> None:
    seen: list[list[object]] = []

    def program() -> None:
        network = Network("network", ARGS)
        assert network.database_subnet is not None
        assert network.api_server_subnet is not None
        seen.extend(
            resolve(one)
            for one in (
                network.vnet,
                network.nodes_subnet,
                network.database_subnet,
                network.api_server_subnet,
            )
        )

    record(program)
    own = f"{VNET}/slipway-dev"
    ending = ("", "/subnets/nodes", "/subnets/database", "/subnets/api-server")
    assert seen == [[f"{own}{one}"] for one in ending]


def test_an_adopted_network_is_used_and_nothing_is_made() -> None:
    seen: list[object] = []

    def program() -> None:
        network = Network("network", dataclasses.replace(ARGS, adopt=EXISTING))
        seen.extend([network.outbound, network.database_subnet, network.api_server_subnet])
        seen.extend(map(resolve, (network.vnet, network.nodes_subnet)))

    recording = record(program)
    assert made_by_azure(recording) == []
    assert seen == [
        "userDefinedRouting",
        None,
        None,
        [EXISTING.vnet],
        [EXISTING.nodes_subnet],
    ]


def test_an_adopted_network_asks_its_hubs_zone_and_a_new_one_for_the_rest() -> None:
    hub = f"{GROUP}/providers/Microsoft.Network/privateDnsZones/privatelink.azurecr.io"
    args = dataclasses.replace(
        ARGS,
        adopt=EXISTING,
        dns_zones=zones_for("registry", "vault"),
        adopted_dns_zones={"privatelink.azurecr.io": hub},
    )
    recording = made(args)
    zone = only(recording, "privatedns:PrivateZone")
    assert zone.inputs["privateZoneName"] == "privatelink.vaultcore.azure.net"
    link = only(recording, "privatedns:VirtualNetworkLink")
    assert at(link.inputs, "virtualNetwork", "id") == EXISTING.vnet


def test_a_network_of_private_endpoints_alone_pays_for_no_way_out() -> None:
    recording = made(dataclasses.replace(ARGS, way_out=False))
    assert azure(recording, "network:NatGateway") == []
    assert azure(recording, "network:PublicIPAddress") == []
    assert {one.get("natGateway") for one in subnets(recording).values()} == {None}
