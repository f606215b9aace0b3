"""Zones and endpoints: names lead to private addresses."""

import dataclasses

import pytest

from slipway.components.azure.private_dns import PrivateDns, PrivateDnsArgs, zones_for
from tests.support.azure_nouns import GROUP, PLACE, azure, made_by_azure
from tests.support.recording import record, resolve

VNET = f"{GROUP}/providers/Microsoft.Network/virtualNetworks/net"
BLOB, VAULT = "privatelink.blob.core.windows.net", "privatelink.vaultcore.azure.net"
ARGS = PrivateDnsArgs(place=PLACE, vnet=VNET, zones=[BLOB, VAULT])


def test_each_zone_is_linked_and_takes_no_registrations() -> None:
    recording = record(lambda: PrivateDns("dns", ARGS))
    zones = azure(recording, "privatedns:PrivateZone")
    assert [one.inputs["privateZoneName"] for one in zones] == [BLOB, VAULT]
    links = azure(recording, "privatedns:VirtualNetworkLink")
    assert {one.inputs["privateZoneName"] for one in links} == {BLOB, VAULT}
    for link in links:
        assert link.inputs["virtualNetwork"] == {"id": VNET}
        assert link.inputs["registrationEnabled"] is False


def test_an_id_is_known_and_waits_for_the_link() -> None:
    found: list[list[object]] = []
    record(lambda: found.append(resolve(PrivateDns("dns", ARGS).zones[BLOB])))
    assert found[0] == [f"{GROUP}/providers/Microsoft.Network/privateDnsZones/{BLOB}"]


def test_a_hubs_zone_is_used_and_not_made_again() -> None:
    hub = f"{GROUP}/providers/Microsoft.Network/privateDnsZones/{BLOB}"
    args = dataclasses.replace(ARGS, adopt={BLOB: hub})
    found: list[list[object]] = []
    recording = record(lambda: found.append(resolve(PrivateDns("dns", args).zones[BLOB])))
    assert found[0] == [hub]
    assert made_by_azure(recording) == [f"dns-{VAULT}", f"dns-{VAULT}-link"]


def test_zones_of_several_endpoints_are_listed_once() -> None:
    assert zones_for("vault", "blob", "vault") == (VAULT, BLOB)
    assert zones_for("amlworkspace", "amlregistry") == (
        "privatelink.api.azureml.ms",
        "privatelink.notebooks.azure.net",
    )


def test_an_unknown_kind_of_endpoint_is_refused() -> None:
    with pytest.raises(KeyError, match="blobs"):
        zones_for("blobs")
