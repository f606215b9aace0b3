"""Requests per second become replicas, within the autoscaler's bounds."""

from decimal import Decimal

import pytest

from slipway.stacks.config.faults import ConfigError
from slipway.stacks.cost.span import Span
from slipway.stacks.cost.usage.assumptions import Assumptions
from slipway.stacks.cost.usage.traffic import Bounds, replicas
from tests.stacks.cost.support.plans import config

WIDE = Bounds(low=1, high=100)


def test_requests_in_flight_by_the_target_are_replicas() -> None:
    # 400/s for 0.05 s are 20 in flight; 8 in flight each need 3 replicas. 2000/s for 0.2 s: 50.
    stack = config(traffic={"low": 100, "expected": 400, "high": 2000})
    assert replicas(stack, Assumptions(), "loan", WIDE) == Span(Decimal(1), Decimal(3), Decimal(50))


def test_replicas_stay_within_the_bounds() -> None:
    stack = config(traffic={"low": 0, "expected": 40, "high": 10_000})
    found = replicas(stack, Assumptions(), "loan", Bounds(low=2, high=6))
    assert found == Span(Decimal(2), Decimal(2), Decimal(6))


def test_without_a_workload_the_bounds_are_stated_as_an_assumption() -> None:
    assumptions = Assumptions()
    found = replicas(config(), assumptions, "loan", Bounds(low=2, high=6))
    assert found == Span(Decimal(2), Decimal(2), Decimal(6))
    assert "no workload.loan" in assumptions.used[0].reason


def test_traffic_out_of_order_is_refused_with_its_path() -> None:
    stack = config(traffic={"low": 50, "expected": 40, "high": 200})
    with pytest.raises(ConfigError, match=r"platform\.workload\.loan\.requestsPerSecond: got low"):
        replicas(stack, Assumptions(), "loan", WIDE)
