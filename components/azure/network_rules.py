"""Who may speak to what is in a subnet, beyond the rules that Azure ends every group with."""

from collections.abc import Mapping
from dataclasses import dataclass

from pulumi_azure_native import network


@dataclass(frozen=True, kw_only=True)
class Closed:
    """From inside the network to one port alone."""

    port: str
    reason: str


CLOSED: Mapping[str, Closed] = {
    "endpoints": Closed(port="443", reason="vault, storage and registry speak HTTPS alone"),
}
"""By the subnet's role. The others keep Azure's own rules, which let in nobody from outside:
neither AKS nor PostgreSQL says in full what its machines ask of each other."""


def rules_of(role: str) -> list[network.SecurityRuleArgs]:
    """The subnet's own rules; none means Azure's: the network and its load balancers come in."""
    closed = CLOSED.get(role)
    if closed is None:
        return []
    return [
        network.SecurityRuleArgs(
            name="services",
            access="Allow",
            direction="Inbound",
            protocol="Tcp",
            priority=100,
            source_address_prefix="VirtualNetwork",
            source_port_range="*",
            destination_address_prefix="*",
            destination_port_range=closed.port,
            description=closed.reason,
        ),
        network.SecurityRuleArgs(
            name="everything-else",
            access="Deny",
            direction="Inbound",
            protocol="*",
            priority=4000,
            source_address_prefix="*",
            source_port_range="*",
            destination_address_prefix="*",
            destination_port_range="*",
            description="Azure would let the whole network in",
        ),
    ]
