"""Estimating again under other figures gives what a whole new estimate would give."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slipway.stacks.config.loader import load
from slipway.stacks.config.sources import from_file
from slipway.stacks.cost.catalogue.catalogue import with_book
from slipway.stacks.cost.estimate.estimate import Estimate
from slipway.stacks.cost.estimate.estimator import Estimator, UnknownAssumptionError
from slipway.stacks.cost.span import Span
from slipway.stacks.cost.usage.assumption import UsageAssumption
from slipway.stacks.plan.graph import plan_from_json
from tests.stacks.cost.support.plans import (
    config,
    deployment,
    node_group,
    plan,
    resource,
    scaler,
)
from tests.support.example_stacks import CLOUD_STACKS, ROOT, example_plans

PLAN = plan(
    node_group(high=40),
    deployment("loan", cpu="900m", pool="models"),
    scaler("loan", 1, 40),
    resource("aws:s3/bucket:Bucket", "store-request-log-bucket"),
    resource("aws:ec2/natGateway:NatGateway", "nat"),
    resource("aws:eks/cluster:Cluster", "eks"),
    resource("aws:iam/role:Role", "eks"),
)
RATE = "requests-per-second loan"


def estimator(rate: int = 40, **more: Any) -> Estimator:
    stack = config(traffic={"low": rate, "expected": rate, "high": rate})
    return Estimator(PLAN, stack, with_book(None), **more)


def example(stack: str) -> Estimator:
    planned = plan_from_json(example_plans()[stack])
    return Estimator(planned, load(from_file(ROOT / f"Pulumi.{stack}.yaml")), with_book(None))


def bill(found: Estimate) -> list[tuple[str, Span, Span]]:
    return [(item.id, item.quantity, item.cost) for item in found.items]


@given(rate=st.integers(0, 5000))
@settings(max_examples=40)
def test_another_rate_gives_the_estimate_of_a_config_with_that_rate(rate: int) -> None:
    changed = estimator().at({RATE: Span.exactly(rate)})
    anew = estimator(rate).base
    assert bill(changed) == bill(anew)
    assert (changed.total, changed.load, changed.notes) == (anew.total, anew.load, anew.notes)
    assert estimator().total({RATE: Span.exactly(rate)}) == anew.total


@pytest.mark.parametrize("stack", CLOUD_STACKS)
def test_every_assumption_of_an_example_moves_what_a_new_estimate_moves(stack: str) -> None:
    found = example(stack)
    for one in found.base.assumptions:
        if one.origin != "default" or one.name not in _defaults():
            continue
        changes = {one.name: Span.exactly(one.value.high)}
        override = {one.name: _overridden(one, changes[one.name])}
        anew = Estimator(found.plan, found.config, with_book(None), assumptions=override).base
        assert found.total(changes) == anew.total, one.name
        assert found.at(changes).total == anew.total, one.name


def _defaults() -> set[str]:
    from slipway.stacks.cost.usage.assumptions import defaults  # noqa: PLC0415

    return set(defaults())


def _overridden(one: UsageAssumption, value: Span) -> UsageAssumption:
    return UsageAssumption(
        name=one.name, unit=one.unit, value=value, scope=one.scope, origin="file", reason="asked"
    )


def test_a_line_names_the_assumptions_that_it_rests_on() -> None:
    lines = {item.id: item.assumed for item in estimator().base.items}
    assert lines["nat/nat-data"] == ("nat-gb",)
    assert lines["eks.cluster/control-plane"] == ()
    assert {RATE, "service-seconds", "node-waste"} <= set(lines["nodes-models-0/nodes-m6i.large"])
    assert "request-bytes" in lines["store-request-log-bucket/stored-objects"]


@pytest.mark.parametrize("stack", CLOUD_STACKS)
def test_no_two_lines_have_one_id(stack: str) -> None:
    names = [item.id for item in example(stack).base.items]
    assert len(set(names)) == len(names)


def test_the_changed_figures_are_told() -> None:
    found = estimator().at({"nat-gb": Span.exactly(7)})
    [told] = [one for one in found.assumptions if one.name == "nat-gb"]
    assert told.value == Span.exactly(7)


def test_an_unknown_name_is_refused_with_the_nearest() -> None:
    with pytest.raises(
        UnknownAssumptionError, match=r"nat-gbs: got no such name\. Nearest: nat-gb"
    ):
        estimator().at({"nat-gbs": Span.exactly(1)})


def test_the_hours_at_each_level_sum_to_the_month() -> None:
    load_levels = estimator().base.load
    assert sum((one.hours for one in load_levels), Decimal(0)).quantize(Decimal("1e-9")) == 730
    busiest = load_levels[-1]
    assert busiest.replicas["loan"].expected == 1  # 40/s for 50 ms are 2 in flight, 5.6 at noon
    assert busiest.nodes is not None
    assert busiest.nodes.expected >= 1
