"""An estimate adds up, keeps its order, and never hides what it doesn't know."""

import dataclasses
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slipway.stacks.config.faults import ConfigError
from slipway.stacks.config.stack import StackConfig
from slipway.stacks.cost.catalogue import catalogue
from slipway.stacks.cost.catalogue.catalogue import with_book
from slipway.stacks.cost.estimate.estimate import Estimate
from slipway.stacks.cost.estimate.make import estimate
from slipway.stacks.cost.faults import CostInputError
from slipway.stacks.cost.guard.budget import over_budget
from slipway.stacks.plan.graph import PlannedResource
from tests.stacks.cost.support.books import book, without
from tests.stacks.cost.support.plans import (
    config,
    deployment,
    node_group,
    plan,
    resource,
    scaler,
)

CLUSTER = resource("aws:eks/cluster:Cluster", "eks")
NAT = resource("aws:ec2/natGateway:NatGateway", "nat")
BUCKET = resource("aws:s3/bucket:Bucket", "store-request-log-bucket")
KEY = resource("aws:kms/key:Key", "key")
TOPIC = resource("aws:sns/topic:Topic", "topic")
NEW = resource("aws:new/thing:Thing", "new")
ROLE = resource("aws:iam/role:Role", "role")
SERVED = (deployment("loan", cpu="900m", pool="models"), scaler("loan", 1, 40))
TRAFFIC = {"low": 5, "expected": 40, "high": 2000}


def made(
    resources: Sequence[PlannedResource],
    stack: StackConfig | None = None,
    prices: Path | None = None,
    hours: int = 730,
) -> Estimate:
    whole = plan(*resources)
    chosen = stack or config(traffic=TRAFFIC)
    return estimate(whole, chosen, with_book(prices), hours=Decimal(hours))


def money(found: Estimate, name: str) -> Decimal:
    return sum((item.cost.expected for item in found.items if item.name == name), Decimal(0))


def test_a_line_is_its_quantity_at_its_price() -> None:
    [item] = made([CLUSTER]).items
    assert item.cost.expected == Decimal("73.00")
    assert item.price is not None
    assert (item.status, item.price.source) == (
        "priced",
        "AWS pricing-page feed; public golden estimates",
    )


def test_lines_stand_under_their_components_with_a_role() -> None:
    network = resource("slipway:aws:Network", "network")
    nat = resource(NAT.type, "nat", parent=network.urn)
    found = made([network, nat])
    assert found.items[0].component == ("platform", "network")
    assert found.items[0].role == "network"


def test_the_total_is_the_sum_of_the_lines_and_keeps_its_order() -> None:
    found = made([CLUSTER, NAT, BUCKET, KEY, node_group(high=40), *SERVED])
    for pick in ("low", "expected", "high"):
        total = sum((getattr(item.cost, pick) for item in found.items), Decimal(0))
        assert getattr(found.total, pick) == total
    assert found.total.low < found.total.expected < found.total.high


@given(
    chosen=st.lists(st.sampled_from([CLUSTER, NAT, BUCKET, KEY, TOPIC, NEW, ROLE]), max_size=6),
    rates=st.tuples(*(st.integers(0, 3000) for _ in range(3))).map(sorted),
    nodes=st.tuples(st.integers(0, 5), st.integers(1, 30)),
)
def test_lines_sum_to_the_total_and_low_is_at_most_high(
    chosen: list[PlannedResource], rates: list[int], nodes: tuple[int, int]
) -> None:
    stack = config(traffic=dict(zip(("low", "expected", "high"), rates, strict=True)))
    pool = node_group(low=nodes[0], high=sum(nodes))
    found = made([*_renamed(chosen), pool, *SERVED], stack)
    assert found.total.expected == sum((one.cost.expected for one in found.items), Decimal(0))
    for item in found.items:
        assert 0 <= item.cost.low <= item.cost.expected <= item.cost.high
        assert item.cost.high == 0 or item.status == "priced"


@given(
    chosen=st.lists(st.sampled_from([CLUSTER, NAT, BUCKET, KEY, TOPIC, NEW, ROLE]), max_size=4),
    more=st.sampled_from(
        [CLUSTER, NAT, BUCKET, TOPIC, NEW, deployment("web", cpu="700m", replicas=5)]
    ),
)
def test_adding_a_resource_never_lowers_a_total(
    chosen: list[PlannedResource], more: PlannedResource
) -> None:
    pools = [node_group(high=9), node_group("nodes-system-0", pool="system", high=9)]
    base = [*pools, *SERVED, *_renamed(chosen)]
    before, after = made(base).total, made([*base, dataclasses.replace(more, urn="more")]).total
    assert all(one <= other for one, other in zip(before.each(), after.each(), strict=True))


def _renamed(chosen: Sequence[PlannedResource]) -> list[PlannedResource]:
    return [dataclasses.replace(one, urn=f"{one.urn}-{at}") for at, one in enumerate(chosen)]


def test_twice_the_nodes_are_twice_the_node_lines() -> None:
    once, twice = made([node_group(low=2, high=4)]), made([node_group(low=4, high=8)])
    assert money(twice, "nodes-models-0") == 2 * money(once, "nodes-models-0") > 0
    assert twice.total.high == 2 * once.total.high


def test_more_hours_cost_more_by_the_hour_alone() -> None:
    longer = made([CLUSTER, KEY], hours=744)
    assert money(longer, "eks") == Decimal("74.40")
    assert money(longer, "key") == money(made([KEY]), "key")


@pytest.fixture
def no_topic_price(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue, "built_in", lambda: without("sns"))


@pytest.mark.usefixtures("no_topic_price")
def test_what_has_no_price_or_no_rule_is_told_and_makes_the_total_a_least_one() -> None:
    found = made([CLUSTER, TOPIC, NEW, ROLE])
    assert found.at_least
    assert found.missing == (
        "aws sns / e-mail notification in eu-central-1",
        "aws:new/thing:Thing: No rule prices this type",
    )
    assert dict(found.counts) == {"priced": 1, "free": 1, "unsupported": 1, "price missing": 1}
    assert found.coverage == Decimal("0.3333")  # the free role is nobody's bill


def test_a_whole_estimate_says_so_with_its_oldest_price() -> None:
    found = made([CLUSTER, NAT])
    assert (found.at_least, found.coverage) == (False, 1)
    assert found.oldest_price == date(2025, 6, 18)
    assert made([ROLE]).oldest_price is None


def test_the_users_price_counts_and_fills_what_was_missing(tmp_path: Path) -> None:
    path = book(
        tmp_path,
        "aws,sns,e-mail notification,eu-central-1,1k requests,20,USD,our contract,2026-05,listed",
        "aws,eks,cluster standard support,eu-central-1,month,50,USD,our contract,2026-05,listed",
    )
    found = made([CLUSTER, TOPIC], prices=path)
    assert not found.at_least
    assert found.total.expected == Decimal("51.00")  # a month, and 50 notifications
    assert found.catalogue != made([CLUSTER]).catalogue


def test_a_price_for_another_thing_is_refused_with_its_line(tmp_path: Path) -> None:
    wrong = "aws,eks,cluster standard support,eu-central-1,GB,50,USD,our contract,2026-05,listed"
    with pytest.raises(CostInputError, match=r"book\.csv:2: .*unit GB; expected hour"):
        made([CLUSTER], prices=book(tmp_path, wrong))


def test_two_currencies_are_never_added(tmp_path: Path) -> None:
    euro = "aws,eks,cluster standard support,eu-central-1,hour,0.1,EUR,our contract,2026-05,listed"
    with pytest.raises(CostInputError, match="Currencies are not added"):
        made([CLUSTER, NAT], prices=book(tmp_path, euro))


def test_what_is_only_looked_at_is_somebody_elses_bill() -> None:
    assert made([dataclasses.replace(CLUSTER, read=True)]).items == ()


@pytest.mark.usefixtures("no_topic_price")
def test_a_budget_is_held_against_the_expected_total() -> None:
    within = config(budget={"monthly": "73.00"})
    assert over_budget(made([CLUSTER], within), within) is None
    tight = config(budget={"monthly": "70"})
    told = over_budget(made([CLUSTER, TOPIC], tight), tight)
    assert told == "dev: expected at least 73.00 USD a month, 3.00 above the budget of 70.00."
    assert over_budget(made([CLUSTER]), config()) is None


def test_a_budget_in_another_currency_is_refused() -> None:
    euro = config(budget={"monthly": "70", "currency": "EUR"})
    with pytest.raises(ConfigError, match=r"platform\.budget\.currency: got EUR"):
        over_budget(made([CLUSTER], euro), euro)
