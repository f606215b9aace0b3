"""How a network's block is divided."""

from ipaddress import IPv4Network
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slipway.components.aws.address_plan import AddressBlockError, address_plan


@given(st.integers(min_value=16, max_value=20), st.integers(min_value=1, max_value=6))
def test_subnets_are_inside_the_block_and_apart(prefix: int, zones: int) -> None:
    network = IPv4Network(f"10.64.0.0/{prefix}")
    plan = address_plan(str(network), zones)
    subnets = [IPv4Network(one) for one in (*plan.private, *plan.public)]
    assert len(plan.private) == len(plan.public) == zones
    assert all(one.subnet_of(network) for one in subnets)
    assert not any(one.overlaps(other) for one, other in combinations(subnets, 2))
    # EC2 takes nothing smaller, and keeps five addresses of each.
    assert all(one.prefixlen <= 28 for one in subnets)


@given(st.integers(min_value=2, max_value=5))
def test_one_more_zone_moves_no_subnet(zones: int) -> None:
    before, after = address_plan("10.40.0.0/16", zones), address_plan("10.40.0.0/16", zones + 1)
    assert list(after.private)[:-1] == list(before.private)
    assert list(after.public)[:-1] == list(before.public)


@pytest.mark.parametrize("cidr", ["10.0.0.0/8", "10.40.0.0/15", "10.40.0.0/21", "10.40.0.0/24"])
def test_a_block_too_large_or_too_small_is_refused_by_name(cidr: str) -> None:
    with pytest.raises(AddressBlockError, match=f"got {cidr}; expected a block from /16 to /20"):
        address_plan(cidr, 3)
