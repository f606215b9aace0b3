"""What a change adds to the bill is complete, sums up, and never counts a lost price as saved."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slipway.stacks.config.stack import StackConfig
from slipway.stacks.cost.catalogue.catalogue import with_book
from slipway.stacks.cost.catalogue.unit import Unit
from slipway.stacks.cost.diff.diff import Diff, DifferentCurrenciesError, diff
from slipway.stacks.cost.diff.split import UNCHANGED
from slipway.stacks.cost.estimate.estimate import Estimate
from slipway.stacks.cost.estimate.item import CostItem
from slipway.stacks.cost.estimate.make import estimate
from slipway.stacks.cost.span import Span
from slipway.stacks.cost.usage.assumption import UsageAssumption
from slipway.stacks.plan.graph import PlannedResource
from tests.stacks.cost.support.books import book
from tests.stacks.cost.support.estimates import free, line, list_price, of_lines
from tests.stacks.cost.support.plans import config, node_group, plan, resource

CENTS_10 = list_price(("0", "0.10"))
CENTS_20 = list_price(("0", "0.20"))
CLUSTER = resource("aws:eks/cluster:Cluster", "eks")
ADDABLE = (
    resource("aws:ec2/natGateway:NatGateway", "nat"),
    resource("aws:s3/bucket:Bucket", "bucket"),
    resource("aws:kms/key:Key", "key"),
    resource("aws:sns/topic:Topic", "topic"),
    resource("aws:iam/role:Role", "role"),
    resource("aws:new/thing:Thing", "new"),
)


def made(
    resources: Sequence[PlannedResource],
    stack: StackConfig | None = None,
    prices: Path | None = None,
) -> Estimate:
    return estimate(plan(*resources), stack or config(), with_book(prices))


def between(before: Estimate, after: Estimate) -> Diff:
    return diff(before, after, base="main")


def told(found: Diff) -> list[tuple[str, str]]:
    return [(one.kind, str(one.delta.expected.quantize(Decimal("0.01")))) for one in found.lines]


def test_with_itself_there_is_none() -> None:
    same = made([CLUSTER, *ADDABLE, node_group(low=1, high=4)])
    found = between(same, same)
    assert same.at_least
    assert (found.lines, found.gaps, found.assumptions, found.notes) == ((), (), (), ())
    assert found.completeness == "complete"
    assert found.delta == UNCHANGED


def test_lines_are_added_removed_and_changed_largest_first() -> None:
    before = of_lines(line("kept", 100, CENTS_10), line("gone", 10, CENTS_10), free("role"))
    after = of_lines(line("kept", 300, CENTS_20), line("new", 20, CENTS_10), free("another"))
    found = between(before, after)
    assert told(found) == [("changed", "50.00"), ("added", "2.00"), ("removed", "-1.00")]
    kept = found.lines[0].parts
    assert (kept.price.expected, kept.quantity.expected) == (Decimal(10), Decimal(40))
    assert found.delta.expected == after.total.expected - before.total.expected == Decimal(51)


def test_a_renamed_resource_is_one_removed_and_one_added() -> None:
    found = between(of_lines(line("old", 100, CENTS_10)), of_lines(line("new", 100, CENTS_10)))
    assert sorted(one.kind for one in found.lines) == ["added", "removed"]
    assert found.delta == UNCHANGED


def test_another_machine_for_the_same_resource_is_one_changed_line() -> None:
    big = list_price(("0", "0.20"), sku="m5.xlarge")
    before = of_lines(line("a", 10, CENTS_10, label="nodes m5.large"))
    found = between(before, of_lines(line("a", 10, big, label="nodes m5.xlarge")))
    assert told(found) == [("changed", "1.00")]


def test_lines_of_one_label_are_matched_by_what_they_buy() -> None:
    small, big = line("a", 10, CENTS_10), line("a", 10, list_price(("0", "1"), sku="m5.xlarge"))
    assert between(of_lines(small, big), of_lines(big, small)).lines == ()


def test_lines_of_another_thing_are_matched_by_their_label() -> None:
    def two(sku: str, amount: str) -> Estimate:
        price = list_price(("0", amount), sku=sku)
        return of_lines(line("a", 10, price), line("a", 10, price, label="disks"))

    found = between(two("m5.large", "0.10"), two("m5.xlarge", "0.20"))
    assert told(found) == [("changed", "1.00"), ("changed", "1.00")]


def test_what_could_have_become_two_lines_is_removed() -> None:
    def bigger(label: str) -> CostItem:
        return line("a", 10, list_price(("0", "1"), sku="m5.xlarge"), label=label)

    found = between(of_lines(line("a", 10, CENTS_10)), of_lines(bigger("b"), bigger("c")))
    assert sorted(one.kind for one in found.lines) == ["added", "added", "removed"]


def test_two_alike_lines_of_a_resource_are_matched_one_by_one() -> None:
    twice = of_lines(line("a", 10, CENTS_10), line("a", 10, CENTS_10))
    found = between(of_lines(line("a", 10, CENTS_10)), twice)
    assert told(found) == [("added", "1.00")]


def test_a_lost_price_is_no_saving_and_a_gained_one_no_rise() -> None:
    known = of_lines(line("a", 10, CENTS_10), line("b", 10, CENTS_10))
    unknown = of_lines(line("a", 10, CENTS_10), line("b", 10, None))
    lost, gained = between(known, unknown), between(unknown, known)
    assert [one.why for one in lost.gaps] == ["price lost"]
    assert [one.why for one in gained.gaps] == ["price gained"]
    assert lost.delta == gained.delta == UNCHANGED
    assert lost.lines == gained.lines == ()
    assert lost.completeness == gained.completeness == "partial"


def test_what_comes_or_moves_without_a_price_is_told() -> None:
    before = of_lines(line("same", 1, None), line("more", 1, None), line("gone", 1, None))
    after = of_lines(line("same", 1, None), line("more", 2, None), line("new", 1, None))
    found = between(before, after)
    assert {(one.after or one.before, one.why) for one in found.gaps} == {
        (after.items[1], "changed"),
        (after.items[2], "added"),
        (before.items[2], "removed"),
    }
    assert between(of_lines(), of_lines(line("new", 1, None))).completeness == "at least"


def test_an_unpriced_quantity_in_another_unit_is_the_same_quantity() -> None:
    hours = line("a", 730, None, unit=Unit.HOUR)
    month = line("a", 1, None, unit=Unit.MONTH)
    assert between(of_lines(hours), of_lines(month)).gaps == ()


def test_money_that_only_may_change_shows() -> None:
    calm, busy = Span(*map(Decimal, (1, 2, 3))), Span(*map(Decimal, (1, 2, 9)))
    found = between(of_lines(line("a", calm, CENTS_10)), of_lines(line("a", busy, CENTS_10)))
    assert found.delta.expected == 0
    assert [str(one.delta.high) for one in found.lines] == ["0.600000"]


def test_a_new_price_list_moves_only_the_price_part(tmp_path: Path) -> None:
    own = "aws,eks,cluster standard support,eu-central-1,hour,0.20,USD,our contract,2026-05,listed"
    found = between(
        made([CLUSTER, *ADDABLE]), made([CLUSTER, *ADDABLE], prices=book(tmp_path, own))
    )
    assert told(found) == [("changed", "73.00")]
    assert found.price.expected == Decimal(73)
    assert found.quantity == UNCHANGED


def test_twice_the_nodes_move_only_the_quantity_part() -> None:
    one, two = [node_group(low=2, high=2)], [node_group(low=4, high=4)]
    found = between(made(one), made(two))
    assert found.price == UNCHANGED
    assert found.quantity.expected == made(one).total.expected == found.delta.expected > 0


@given(there=st.sets(st.sampled_from(range(len(ADDABLE)))), added=st.sampled_from(ADDABLE))
def test_adding_a_resource_never_lowers_a_total(there: set[int], added: PlannedResource) -> None:
    resources = [CLUSTER, *(ADDABLE[one] for one in sorted(there) if ADDABLE[one] != added)]
    before, after = made(resources), made([*resources, added])
    found = between(before, after)
    assert all(figure >= 0 for figure in found.delta.each())
    assert not found.price
    assert all(one.kind == "added" for one in found.lines)
    assert found.delta.expected == after.total.expected - before.total.expected


LINES = st.builds(
    line,
    st.sampled_from(["a", "b", "c"]),
    st.integers(0, 1000),
    st.sampled_from([None, CENTS_10, CENTS_20, list_price(("0", "1"), sku="m5.xlarge")]),
    label=st.sampled_from(["nodes", "disks"]),
)


@given(before=st.lists(LINES, max_size=8), after=st.lists(LINES, max_size=8))
def test_everything_is_in_the_difference_or_told_apart(
    before: list[CostItem], after: list[CostItem]
) -> None:
    found = between(of_lines(*before), of_lines(*after))
    lost, gained = (
        sum((side.cost.expected for side in sides if side is not None), Decimal(0))
        for sides in (
            [one.before for one in found.gaps],
            [one.after for one in found.gaps],
        )
    )
    change = found.after.total.expected - found.before.total.expected
    assert change == found.delta.expected + gained - lost
    assert found.delta == found.price + found.quantity


def test_assumptions_with_another_figure_and_new_notes_are_told() -> None:
    def traffic(figure: int) -> UsageAssumption:
        return UsageAssumption(
            name="requests-per-second loan",
            unit="requests/s",
            value=Span.exactly(figure),
            scope="a model",
            origin="config",
            reason="workload",
        )

    found = between(
        of_lines(assumptions=(traffic(40),), notes=("old",)),
        of_lines(assumptions=(traffic(80),), notes=("old", "full")),
    )
    [changed] = found.assumptions
    assert (changed.before.expected, changed.after.expected) == (Decimal(40), Decimal(80))
    assert found.notes == ("full",)


def test_two_currencies_are_never_subtracted() -> None:
    euro = of_lines(line("a", 1, list_price(("0", "1"), currency="EUR")))
    dollar = of_lines(line("a", 1, CENTS_10))
    with pytest.raises(DifferentCurrenciesError, match="prices at main: got EUR; expected USD"):
        between(euro, dollar)
    assert between(of_lines(), euro).currency == "EUR"
    assert between(euro, of_lines()).currency == "EUR"
