"""The comparison of a stack from the plans of its cells."""

import dataclasses
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest

from slipway.stacks.config.faults import Fault
from slipway.stacks.config.stack import StackConfig
from slipway.stacks.cost.catalogue.catalogue import Catalogue, built_in, with_book
from slipway.stacks.cost.compare.cells.candidates import Misfit
from slipway.stacks.cost.compare.cells.cell_name import BILLED_CELLS, cell_name
from slipway.stacks.cost.compare.comparison import Comparison
from slipway.stacks.cost.compare.errors import MixedCurrenciesError, NothingFitsError
from slipway.stacks.cost.compare.make import compared, planned_cells
from slipway.stacks.cost.compare.one_cell import estimate_cell, split_cell
from slipway.stacks.cost.compare.people.cost import people_costs
from slipway.stacks.cost.compare.question import Question
from slipway.stacks.cost.span import Span
from slipway.stacks.plan import many
from slipway.stacks.plan.graph import Plan
from slipway.stacks.plan.many import Refused
from tests.stacks.cost.support.cell_plans import cell_plan
from tests.stacks.cost.support.plans import AWS, LOCAL, TRAFFIC, config

REFUSED = "managed-platform-aws"


@pytest.fixture(autouse=True)
def planned(monkeypatch: pytest.MonkeyPatch) -> None:
    def small(configs: Sequence[StackConfig]) -> list[Plan | Refused]:
        return [_planned(one) for one in configs]

    monkeypatch.setattr(many, "plan_many", small)


def _planned(one: StackConfig) -> Plan | Refused:
    platform = one.platform
    if cell_name(platform.variant, platform.target.kind) == REFUSED and platform.tags:
        fault = Fault(path="platform.tags", value="x", rule="none", remedy="Take it out.")
        return Refused(source="Pulumi.dev.yaml", faults=(fault,))
    return cell_plan(one)


def asked(stack: StackConfig, **more: Any) -> Question:
    return Question(config=stack, catalogue=with_book(None), **more)


def made(question: Question) -> Comparison:
    return compared(question, planned_cells(question, progress=lambda _: None))


def test_every_cell_has_its_bill_from_the_same_traffic() -> None:
    found = made(asked(config(LOCAL, traffic=TRAFFIC)))
    assert [one.cell for one in found.entries] == list(BILLED_CELLS)
    assert found.workload["loan"] == Span(Decimal(5), Decimal(40), Decimal(200))
    for one in found.entries:
        rates = {a.name: a.value for a in one.estimate.assumptions}
        assert rates["requests-per-second loan"] == found.workload["loan"]
        assert one.estimate.total.expected > 0
        assert one.lacks
    assert not found.misfits


def test_who_doesnt_fit_is_kept_with_the_reason() -> None:
    found = made(asked(config(LOCAL, traffic=TRAFFIC, tags={"x": "y"})))
    assert len(found.entries) == 5
    (misfit,) = found.misfits
    assert misfit.cell == REFUSED
    assert misfit.reason == "platform.tags: got x; expected none. Take it out."


def test_when_nothing_fits_every_reason_is_told() -> None:
    question = asked(config(LOCAL, traffic=TRAFFIC, tags={"x": "y"}), only=(REFUSED,))
    with pytest.raises(NothingFitsError) as raised:
        made(question)
    assert "managed-platform-aws: platform.tags: got x" in str(raised.value)


def test_a_region_without_any_price_is_no_cheap_one() -> None:
    question = asked(config(AWS | {"region": "eu-west-3"}, traffic=TRAFFIC), regions={"azure": "x"})
    cells = planned_cells(question, progress=lambda _: None)
    reasons = {one.cell: one.reason for one in cells if isinstance(one, Misfit)}
    assert set(reasons) == set(BILLED_CELLS)
    assert "got eu-west-3; expected one with prices" in reasons["open-source-aws"]
    assert "--azure-region" in reasons["open-source-azure"]


def test_the_sweep_reaches_over_the_traffic_and_finds_the_change() -> None:
    found = made(asked(config(LOCAL, traffic=TRAFFIC)))
    assert found.sweep is not None
    assert found.sweep.rates[0] < 5
    assert found.sweep.rates[-1] > 200
    for at, rate in enumerate(found.sweep.rates):
        below = [one for one in found.break_even if one.rate <= rate]
        leader = below[-1].cheaper_above if below else found.break_even[0].cheaper_below
        totals = {cell: spans[at].expected for cell, spans in found.sweep.totals.items()}
        assert totals[leader] == min(totals.values())


def test_without_traffic_there_is_no_break_even_but_a_bill() -> None:
    found = made(asked(config(LOCAL)))
    assert found.sweep is None
    assert not found.break_even
    assert found.workload == {}
    assert all(one.serves_up_to is None for one in found.entries)
    assert all(one.estimate.total.expected for one in found.entries)


def test_each_entry_has_its_sensitivity_the_largest_first() -> None:
    found = made(asked(config(LOCAL, traffic=TRAFFIC)))
    for cell in BILLED_CELLS:
        swings = [one.swing for one in found.sensitivity if one.estimate == cell]
        assert swings
        assert swings == sorted(swings, reverse=True)


def test_people_are_in_no_total() -> None:
    stack = config(LOCAL, traffic=TRAFFIC)
    without = made(asked(stack))
    found = made(asked(stack, people=people_costs(Decimal(90))))
    assert found.totals == without.totals
    assert set(found.people) == set(BILLED_CELLS)
    assert not without.people
    assert not without.overtakes
    assert {one.first for one in found.overtakes} <= set(BILLED_CELLS)


def test_two_currencies_are_never_compared() -> None:
    euros = [
        dataclasses.replace(one, currency="EUR") if one.key.provider == "aws" else one
        for one in built_in()
    ]
    question = Question(config=config(LOCAL, traffic=TRAFFIC), catalogue=Catalogue([euros]))
    with pytest.raises(MixedCurrenciesError, match="open-source-aws in EUR"):
        made(question)


def test_one_cell_is_traced_by_its_name_before_a_line() -> None:
    assert split_cell("cloud-native-aws/monitoring") == ("cloud-native-aws", "monitoring")
    for name in ("monitoring", "eks/cluster", "cloud-native-aws", "cloud-native-aws/"):
        assert split_cell(name) == (None, name)
    question = asked(config(LOCAL, traffic=TRAFFIC))
    alone = estimate_cell(question, "cloud-native-aws", progress=lambda _: None)
    together = next(one for one in made(question).entries if one.cell == "cloud-native-aws")
    assert alone.total == together.estimate.total
