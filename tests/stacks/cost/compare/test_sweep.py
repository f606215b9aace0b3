"""Totals over request rates."""

from collections.abc import Mapping
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest

from slipway.stacks.config.stack import StackConfig
from slipway.stacks.cost.catalogue.catalogue import with_book
from slipway.stacks.cost.compare.sweep import NoTrafficError, RateCost, default_rates, sweep
from slipway.stacks.cost.estimate.estimator import Estimator
from slipway.stacks.cost.span import Span
from slipway.stacks.plan.graph import Plan
from tests.stacks.cost.support.plans import (
    TRAFFIC,
    config,
    deployment,
    node_group,
    plan,
    scaler,
)

TWO = {name: {"serving": {"replicas": {"min": 1, "max": 40}}} for name in ("loan", "fraud")}


def small_plan() -> Plan:
    return plan(
        node_group(high=40),
        *(
            one
            for name in ("loan", "fraud")
            for one in (deployment(name, pool="models"), scaler(name, 1, 40))
        ),
    )


def two_models(loan: Mapping[str, int], fraud: Mapping[str, int]) -> StackConfig:
    workload: dict[str, Any] = {
        "loan": {"requestsPerSecond": dict(loan)},
        "fraud": {"requestsPerSecond": dict(fraud)},
    }
    return config(models=TWO, workload=workload)


def estimator(stack: StackConfig) -> Estimator:
    return Estimator(small_plan(), stack, with_book(None))


STEADY = two_models(
    {"low": 10, "expected": 30, "high": 60}, {"low": 20, "expected": 90, "high": 240}
)


def test_default_rates_surround_those_of_the_config() -> None:
    rates = default_rates(STEADY)
    assert [rates[0], rates[-1]] == [3, 600]
    assert len(rates) == 100
    assert list(rates) == sorted(set(rates))
    assert all(len(rate.as_tuple().digits) <= 3 for rate in rates)
    steps = [after / before for before, after in pairwise(rates)]
    assert max(steps) / min(steps) < Decimal("1.02")


def test_a_lowest_rate_of_zero_starts_from_the_expected_one() -> None:
    rates = default_rates(config(traffic={"low": 0, "expected": 40, "high": 200}))
    assert [rates[0], rates[-1]] == [4, 400]


@pytest.mark.parametrize("traffic", [None, {"low": 0, "expected": 0, "high": 0}])
def test_without_traffic_there_are_no_rates(traffic: dict[str, int] | None) -> None:
    with pytest.raises(NoTrafficError, match=r"Pulumi\.dev\.yaml: platform\.workload: got no"):
        default_rates(config(traffic=traffic))


def test_without_traffic_nothing_is_swept() -> None:
    with pytest.raises(NoTrafficError):
        sweep({"one": Estimator(small_plan(), config(), with_book(None))}, [Decimal(1)])


def test_each_total_is_the_estimate_at_that_rate() -> None:
    found = sweep({"one": estimator(STEADY)}, [Decimal(12), Decimal(480)])
    for rate, total in zip(found.rates, found.totals["one"], strict=True):
        share = rate / 120
        changes = {
            "requests-per-second loan": Span.exactly(30 * share),
            "requests-per-second fraud": Span.exactly(90 * share),
        }
        assert total == estimator(STEADY).at(changes).total
    assert found.totals["one"][0].expected < found.totals["one"][1].expected


def test_the_expected_rate_gives_the_expected_total() -> None:
    one = estimator(STEADY)
    assert RateCost(one)(Decimal(120)).expected == one.base.total.expected


def test_shares_of_models_matter() -> None:
    even = two_models(TRAFFIC, TRAFFIC)
    uneven = two_models({"low": 0, "expected": 0, "high": 0}, TRAFFIC)
    rate = Decimal(400)
    # One model alone needs its replicas on its own; two round up to whole replicas twice.
    assert RateCost(estimator(even))(rate) != RateCost(estimator(uneven))(rate)


def test_no_total_falls_as_the_rate_grows() -> None:
    found = sweep({"one": estimator(STEADY)}, default_rates(STEADY))
    for bound in ("low", "expected", "high"):
        totals = [getattr(total, bound) for total in found.totals["one"]]
        assert totals == sorted(totals)
