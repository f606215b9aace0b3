"""What holds for any plan: small ones are made up here, with any traffic and any bounds."""

import dataclasses
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from slipway.stacks.cost.span import Span
from slipway.stacks.cost.usage.traffic import rate_name
from tests.stacks.cost.support.small_plans import MODEL, Made, others, plans, pools, workloads

# Without a deadline, as the machine may be busy; without chance, as a red test must stay red.
quick = settings(max_examples=200, deadline=None, derandomize=True)


def grows(less: Span, more: Span) -> bool:
    return all(one <= other for one, other in zip(less.each(), more.each(), strict=True))


@given(plans())
@quick
def test_lines_keep_their_order_and_sum_to_the_totals(made: Made) -> None:
    found = made.estimate()
    for item in found.items:
        for span in (item.quantity, item.cost):
            assert 0 <= span.low <= span.expected <= span.high
        assert item.status == "priced" or item.cost == Span.exactly(0)
    for bound in ("low", "expected", "high"):
        lines = sum((getattr(item.cost, bound) for item in found.items), Decimal(0))
        roles = sum((getattr(span, bound) for span in found.by_role.values()), Decimal(0))
        assert lines == roles == getattr(found.total, bound)


@given(plans())
@quick
def test_no_resource_vanishes_and_what_is_unknown_is_said(made: Made) -> None:
    found = made.estimate()
    silent = {one.urn for one in made.resources} - {item.urn for item in found.items}
    # Scalers belong to what they scale.
    assert all("HorizontalPodAutoscaler" in one or "Target" in one for one in silent)
    unknown = [item for item in found.items if item.status in ("unsupported", "price missing")]
    assert found.at_least == bool(unknown) == bool(found.missing)
    assert 0 <= found.coverage <= 1
    assert (found.coverage == 1) == (not unknown)


@given(plans(), st.data())
@quick
def test_one_more_resource_never_lowers_the_total(made: Made, data: st.DataObject) -> None:
    more = data.draw(
        others(made.cloud).map(lambda one: (one,))
        | workloads("added")
        | pools(made.cloud, "added").map(lambda one: (one,))
    )
    added = tuple(dataclasses.replace(one, urn=f"{one.urn}-added") for one in more)
    assert grows(made.estimate().total, made.estimate(*added).total)


@given(plans(), st.lists(st.integers(0, 5000), min_size=2, max_size=2).map(sorted))
@quick
def test_more_traffic_never_costs_less(made: Made, rates: list[int]) -> None:
    busy = dataclasses.replace(made, traffic=made.traffic or (1, 2, 3))
    estimator = busy.estimator()
    if rate_name(MODEL) not in {one.name for one in estimator.base.assumptions}:
        return  # nothing of the plan serves the model
    less, more = (estimator.total({rate_name(MODEL): Span.exactly(rate)}) for rate in rates)
    assert grows(less, more)


@given(plans())
@quick
def test_a_plan_in_another_order_costs_the_same(made: Made) -> None:
    """But for pools, which are filled in the order of the plan."""
    pooled = [one for one in made.resources if one.type.endswith((":NodeGroup", ":AgentPool"))]
    rest = [one for one in made.resources if one not in pooled]
    turned = dataclasses.replace(made, resources=(*reversed(rest), *pooled))
    assert turned.estimate().total == made.estimate().total
