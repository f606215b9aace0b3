"""A network's block is cut without overlap, and never where AKS has addresses of its own."""

from ipaddress import IPv4Address, IPv4Network
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slipway.components.azure.address_plan import (
    DNS_SERVICE_IP,
    POD_CIDR,
    SERVICE_CIDR,
    UNUSABLE,
    address_plan,
)


@given(prefix=st.integers(12, 24), block=st.integers(0, 2**24 - 1))
def test_subnets_lie_apart_inside_the_block(prefix: int, block: int) -> None:
    network = IPv4Network(((172 << 24) | (block & (2**24 - 1)), prefix), strict=False)
    if any(network.overlaps(IPv4Network(one)) for one in UNUSABLE):
        with pytest.raises(ValueError, match="apart from"):
            address_plan(str(network))
        return
    plan = address_plan(str(network))
    subnets = [
        IPv4Network(one) for one in (plan.nodes, plan.endpoints, plan.database, plan.api_server)
    ]
    assert all(one.subnet_of(network) for one in subnets)
    assert not any(one.overlaps(other) for one, other in combinations(subnets, 2))
    # PostgreSQL and AKS both want a /28 at least.
    assert all(one.prefixlen <= 28 for one in subnets)


def test_a_block_too_small_for_four_subnets_is_refused() -> None:
    with pytest.raises(ValueError, match=r"got 10\.40\.0\.0/25; expected at least a /24"):
        address_plan("10.40.0.0/25")


@pytest.mark.parametrize("cidr", ["10.0.0.0/8", "10.244.128.0/20", "172.30.0.0/16"])
def test_a_block_that_the_cluster_needs_itself_is_refused(cidr: str) -> None:
    with pytest.raises(ValueError, match="It overlaps"):
        address_plan(cidr)


def test_the_clusters_own_blocks_lie_apart_and_hold_its_name_service() -> None:
    assert not IPv4Network(POD_CIDR).overlaps(IPv4Network(SERVICE_CIDR))
    assert IPv4Address(DNS_SERVICE_IP) in IPv4Network(SERVICE_CIDR)
