"""How a network's block is cut into subnets, and which blocks a cluster can't live in."""

from dataclasses import dataclass
from ipaddress import IPv4Network

POD_CIDR = "10.244.0.0/16"
"""Addresses of pods: an overlay that no network outside of the cluster sees."""
SERVICE_CIDR = "10.245.0.0/16"
DNS_SERVICE_IP = "10.245.0.10"

UNUSABLE = (
    POD_CIDR,
    SERVICE_CIDR,
    "169.254.0.0/16",
    "172.30.0.0/16",
    "172.31.0.0/16",
    "192.0.2.0/24",
)
"""Blocks that a cluster's network must not touch: its own two, and those that AKS keeps.

Source: "Configure Azure CNI overlay networking", Microsoft, IP address planning.
"""
_SMALLEST = 24


@dataclass(frozen=True, kw_only=True)
class AddressPlan:
    """One block per subnet."""

    nodes: str
    endpoints: str
    database: str
    api_server: str


def address_plan(cidr: str) -> AddressPlan:
    """A quarter for nodes, a quarter for endpoints, half of a quarter for each delegated subnet.

    Pods take no address of it, so a /24 holds 59 nodes, and a /16 16,379.

    Raises:
        ValueError: The block is too small, or a cluster can't use it.
    """
    block = IPv4Network(cidr)
    if block.prefixlen > _SMALLEST:
        raise ValueError(
            f"network.cidr: got {cidr}; expected at least a /{_SMALLEST}."
            " Four subnets have to fit into it."
        )
    taken = next((one for one in UNUSABLE if block.overlaps(IPv4Network(one))), None)
    if taken is not None:
        raise ValueError(
            f"network.cidr: got {cidr}; expected a block apart from {', '.join(UNUSABLE)}."
            f" It overlaps {taken}, which AKS keeps for itself; the default is 10.40.0.0/16."
        )
    nodes, endpoints, delegated, _spare = block.subnets(prefixlen_diff=2)
    database, api_server = delegated.subnets(prefixlen_diff=1)
    return AddressPlan(
        nodes=str(nodes),
        endpoints=str(endpoints),
        database=str(database),
        api_server=str(api_server),
    )
