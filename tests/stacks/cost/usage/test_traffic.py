"""Requests per second become replicas, within the autoscaler's bounds."""

from decimal import Decimal

import pytest

from slipway.stacks.config.faults import ConfigError
from slipway.stacks.config.stack import StackConfig
from slipway.stacks.cost.span import Span
from slipway.stacks.cost.usage.assumptions import Assumptions
from slipway.stacks.cost.usage.traffic import Bounds, Replicas, Traffic
from tests.stacks.cost.support.plans import config

WIDE = Bounds(low=1, high=100)


def replicas(stack: StackConfig, assumptions: Assumptions, model: str, bounds: Bounds) -> Replicas:
    return Traffic(stack, assumptions).replicas(model, bounds)


def flat(**traffic: int) -> StackConfig:
    workload = {"requestsPerSecond": traffic, "loadCurve": "flat"}
    return config(workload={"loan": workload})


def test_requests_in_flight_by_the_target_are_replicas() -> None:
    # 400/s for 0.05 s are 20 in flight; 8 in flight each need 3 replicas. 2000/s for 0.2 s: 50.
    stack = flat(low=100, expected=400, high=2000)
    assert replicas(stack, Assumptions(), "loan", WIDE).average == Span(
        Decimal(1), Decimal(3), Decimal(50)
    )


def test_replicas_stay_within_the_bounds() -> None:
    stack = flat(low=0, expected=40, high=10_000)
    found = replicas(stack, Assumptions(), "loan", Bounds(low=2, high=6))
    assert found.average == Span(Decimal(2), Decimal(2), Decimal(6))


def test_without_a_workload_the_bounds_are_stated_as_an_assumption() -> None:
    assumptions = Assumptions()
    found = replicas(config(), assumptions, "loan", Bounds(low=2, high=6))
    assert found.average == Span(Decimal(2), Decimal(2), Decimal(6))
    assert "no workload.loan" in assumptions.used[0].reason


def test_traffic_out_of_order_is_refused_with_its_path() -> None:
    stack = config(traffic={"low": 50, "expected": 40, "high": 200})
    with pytest.raises(ConfigError, match=r"platform\.workload\.loan\.requestsPerSecond: got low"):
        replicas(stack, Assumptions(), "loan", WIDE)


def test_replicas_follow_the_hours_of_the_week() -> None:
    # Office hours: 40 hours a week at 2.79 times the average, 55 at 0.22, the rest between.
    stack = config(traffic={"low": 400, "expected": 400, "high": 400})
    found = replicas(stack, Assumptions(), "loan", WIDE)
    levels = Traffic(stack, Assumptions()).levels
    assert [level.hours for level in levels] == [55, 48, 25, 40]
    assert [count.expected for count in found.levels] == [1, 1, 3, 7]
    assert found.average.expected == Decimal(55 + 48 + 25 * 3 + 40 * 7) / 168


def test_a_steady_count_is_its_own_average() -> None:
    traffic = Traffic(config(traffic={"low": 1, "expected": 2, "high": 3}), Assumptions())
    assert traffic.steady(Span.exactly(3)).average == Span.exactly(3)
