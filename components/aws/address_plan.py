"""Which part of a network's block each subnet gets: the same for ever, whatever zones are added."""

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network

LARGEST, SMALLEST = 16, 20
"""Prefix lengths: EC2 takes no larger network; a smaller one leaves its gateways too few."""
PRIVATE_BITS, PUBLIC_BITS = 4, 8
"""A private subnet is a sixteenth of the network, a public one a part in 256."""


class AddressBlockError(ValueError):
    """A block that can't be divided as the platform needs it."""

    def __init__(self, cidr: str) -> None:
        super().__init__(
            f"network.cidr: got {cidr}; expected a block from /{LARGEST} to /{SMALLEST}. "
            "Choose one that no network connected to this one uses, e.g. 10.40.0.0/16."
        )


@dataclass(frozen=True, kw_only=True)
class AddressPlan:
    """One block per zone and kind."""

    private: Sequence[str]
    public: Sequence[str]


def address_plan(cidr: str, zones: int) -> AddressPlan:
    """Private subnets from the block's beginning, public ones from its last sixteenth.

    Raises:
        AddressBlockError: The block is too large or too small.
    """
    network = IPv4Network(cidr)
    if not LARGEST <= network.prefixlen <= SMALLEST:
        raise AddressBlockError(cidr)
    large = list(network.subnets(prefixlen_diff=PRIVATE_BITS))
    small = list(large[-1].subnets(prefixlen_diff=PUBLIC_BITS - PRIVATE_BITS))
    return AddressPlan(
        private=[str(one) for one in large[:zones]], public=[str(one) for one in small[:zones]]
    )
