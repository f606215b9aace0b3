"""What must hold between estimates of the real example stacks, whatever their prices are.

No figure is repeated here: each test changes one thing and says how the bill must answer.
"""

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from functools import cache
from itertools import pairwise

import pytest

from slipway.stacks.config.loader import load
from slipway.stacks.config.sources import from_file
from slipway.stacks.config.stack import StackConfig
from slipway.stacks.cost.catalogue.catalogue import Catalogue, built_in, with_book
from slipway.stacks.cost.catalogue.charge import PRECISION
from slipway.stacks.cost.catalogue.price import Price, Tier
from slipway.stacks.cost.catalogue.unit import Unit
from slipway.stacks.cost.estimate.estimate import Estimate
from slipway.stacks.cost.estimate.estimator import Estimator
from slipway.stacks.cost.estimate.item import CostItem
from slipway.stacks.cost.rules.registry import structural
from slipway.stacks.cost.span import Span
from slipway.stacks.cost.usage.traffic import rate_name
from slipway.stacks.plan.graph import Json, Plan, PlannedResource, plan_from_json
from tests.support.example_stacks import CLOUD_STACKS, ROOT, example_plans

RATES = (0, 1, 4, 15, 40, 90, 200, 800, 5000)
_BY_TIME = {Unit.HOUR, Unit.DAY}
_MACHINES = ("nodes ", "node disks", "endpoint ml.", "endpoint volumes", "endpoint Standard_")

every_stack = pytest.mark.parametrize("stack", CLOUD_STACKS)


@cache
def planned(stack: str) -> Plan:
    return plan_from_json(example_plans()[stack])


@cache
def configured(stack: str) -> StackConfig:
    return load(from_file(ROOT / f"Pulumi.{stack}.yaml"))


def made(
    stack: str,
    plan: Plan | None = None,
    catalogue: Catalogue | None = None,
    hours: int = 730,
) -> Estimate:
    return Estimator(
        plan or planned(stack),
        configured(stack),
        catalogue or with_book(None),
        hours=Decimal(hours),
    ).base


def grows(less: Span, more: Span, *, by: Decimal = Decimal(0)) -> bool:
    """Whether no bound is lower, but for what lines are rounded by."""
    return all(one <= other + by for one, other in zip(less.each(), more.each(), strict=True))


def near(one: Span, other: Span, by: Decimal = PRECISION) -> bool:
    return grows(one, other, by=by) and grows(other, one, by=by)


@every_stack
def test_lines_are_in_order_and_sum_to_the_total_and_to_the_roles(stack: str) -> None:
    found = made(stack)
    for item in found.items:
        for span in (item.quantity, item.cost):
            assert 0 <= span.low <= span.expected <= span.high, item.id
    for bound in ("low", "expected", "high"):
        lines = sum((getattr(item.cost, bound) for item in found.items), Decimal(0))
        roles = sum((getattr(span, bound) for span in found.by_role.values()), Decimal(0))
        assert lines == roles == getattr(found.total, bound)


@every_stack
def test_twice_the_machines_are_twice_their_lines_and_no_other(stack: str) -> None:
    single = {item.id: item for item in made(stack, _held_at(planned(stack), 3)).items}
    double = {item.id: item for item in made(stack, _held_at(planned(stack), 6)).items}
    assert single.keys() == double.keys()
    machines = [one for one in single.values() if _of_machines(one)]
    assert machines
    for name, one in single.items():
        factor = 2 if _of_machines(one) else 1
        assert double[name].quantity == one.quantity * factor, name
        # A price may have tiers, so that only those without one are twice the money, too.
        if one.price is not None and len(one.price.tiers) == 1 and not one.price.free_quantity:
            assert near(double[name].cost, one.cost * factor), name


def _of_machines(item: CostItem) -> bool:
    # A job's machines are there as long as the job runs.
    return not item.label.startswith("job ") and any(one in f"{item.label} " for one in _MACHINES)


def _held_at(plan: Plan, count: int) -> Plan:
    """The same plan with so many machines in each pool and endpoint, whatever the load."""
    return dataclasses.replace(
        plan, resources=tuple(_held(resource, count) for resource in plan.resources)
    )


def _held(resource: PlannedResource, count: int) -> PlannedResource:
    kind = resource.type.rpartition(":")[2]
    changes: dict[str, Json] = {}
    if kind == "NodeGroup":
        changes["scalingConfig"] = {"minSize": count, "maxSize": count}
    elif kind == "AgentPool":
        changes |= {"minCount": count, "maxCount": count}
    elif kind == "ManagedCluster":
        profiles = resource.inputs["agentPoolProfiles"]
        assert isinstance(profiles, Sequence)
        changes["agentPoolProfiles"] = [
            {**one, "minCount": count, "maxCount": count}
            for one in profiles
            if isinstance(one, dict)
        ]
    elif resource.type == "aws:appautoscaling/target:Target":
        changes |= {"minCapacity": count, "maxCapacity": count}
    elif kind == "AutoscaleSetting":
        changes["profiles"] = [{"capacity": {"minimum": str(count), "maximum": str(count)}}]
    return dataclasses.replace(resource, inputs={**resource.inputs, **changes})


@every_stack
def test_one_resource_more_never_lowers_the_total(stack: str) -> None:
    plan, before = planned(stack), made(stack)
    for twin in _twins(plan):
        after = made(stack, dataclasses.replace(plan, resources=(*plan.resources, twin)))
        assert grows(before.total, after.total), twin.type
        added = [item for item in after.items if item.urn == twin.urn]
        charged = Span.total(item.cost for item in added)
        assert grows(charged, after.total), twin.type


def _twins(plan: Plan) -> Iterator[PlannedResource]:
    """A second one of each type that the plan holds."""
    asked = [one for one in plan.resources if not structural(one.type)]
    for one in {resource.type: resource for resource in asked}.values():
        yield dataclasses.replace(one, urn=f"{one.urn}-twin", name=f"{one.name}-twin")


@every_stack
def test_more_traffic_never_costs_less(stack: str) -> None:
    estimator = Estimator(planned(stack), configured(stack), with_book(None))
    [model] = configured(stack).platform.workload
    totals = [estimator.total({rate_name(model): Span.exactly(rate)}) for rate in RATES]
    for less, more in pairwise(totals):
        assert grows(less, more)
    assert totals[0].expected < totals[-1].expected


@every_stack
def test_a_higher_assumption_never_costs_less(stack: str) -> None:
    estimator = Estimator(planned(stack), configured(stack), with_book(None))
    moved = 0
    for one in estimator.base.assumptions:
        low = estimator.total({one.name: Span.exactly(one.value.low)})
        high = estimator.total({one.name: Span.exactly(one.value.high)})
        assert grows(low, high), one.name
        moved += low != high
    assert moved >= 3


@every_stack
def test_a_month_of_744_hours_scales_what_runs_and_nothing_that_stands(stack: str) -> None:
    short = {item.id: item for item in made(stack, hours=730).items}
    long = {item.id: item for item in made(stack, hours=744).items}
    baseline = [item for item in short.values() if item.kind == "baseline"]
    assert {item.unit in _BY_TIME for item in baseline} == {True, False}
    for item in baseline:
        scaled = item.quantity
        if item.unit in _BY_TIME:
            scaled = item.quantity.map(lambda one: one * 744 / 730)
        assert near(long[item.id].quantity, scaled), item.id
    whole = [item.id for item in baseline if item.quantity == Span.exactly(730)]
    assert whole
    assert all(long[name].quantity == Span.exactly(744) for name in whole)


@every_stack
def test_a_dearer_price_of_the_user_raises_its_own_lines_and_no_other(stack: str) -> None:
    before = made(stack)
    billed = {item.key for item in before.items if item.cost.expected}
    for price in before.prices:
        dearer = Catalogue([[_times(price, Decimal(3))], built_in()])
        after = made(stack, catalogue=dearer)
        for old, new in zip(before.items, after.items, strict=True):
            # What is charged is rounded before it is tripled here.
            expected = old.cost * 3 if old.key == price.key else old.cost
            tolerance = 3 * PRECISION if old.key == price.key else Decimal(0)
            assert near(new.cost, expected, tolerance), (price.key, new.id)
        assert (after.total.expected > before.total.expected) == (price.key in billed)


@every_stack
def test_all_prices_times_a_factor_are_the_total_times_it(stack: str) -> None:
    before = made(stack)
    dearer = Catalogue([[_times(price, Decimal(7)) for price in built_in()]])
    after = made(stack, catalogue=dearer)
    assert near(after.total, before.total * 7, 7 * PRECISION * len(before.items))
    assert _counted(after) == _counted(before)


def _times(price: Price, factor: Decimal) -> Price:
    return dataclasses.replace(
        price,
        tiers=tuple(Tier(start=tier.start, amount=tier.amount * factor) for tier in price.tiers),
    )


def _counted(found: Estimate) -> list[tuple[str, Span]]:
    return [(item.id, item.quantity) for item in found.items]


@every_stack
@pytest.mark.parametrize("keep", [lambda one: one.low, lambda one: one.high], ids=["low", "high"])
def test_a_price_that_is_gone_is_missing_and_takes_its_lines_along(
    stack: str, keep: Callable[[Span], Decimal]
) -> None:
    before = made(stack)
    gone = max(
        before.prices,
        key=lambda price: sum(
            (keep(item.cost) for item in before.items if item.key == price.key), Decimal(0)
        ),
    )
    rest = Catalogue([[price for price in built_in() if price.key != gone.key]])
    after = made(stack, catalogue=rest)
    assert after.at_least
    assert str(gone.key) in after.missing
    assert after.coverage < before.coverage
    lost = Span.total(item.cost for item in before.items if item.key == gone.key)
    assert after.total + lost == before.total
