"""Entries aligned by role."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from slipway.stacks.cost.compare.comparison import ALWAYS_SHOWN
from slipway.stacks.cost.estimate.item import CostItem
from slipway.stacks.cost.span import NOTHING, Span
from slipway.stacks.plan.roles import ROLES
from tests.stacks.cost.support.comparisons import comparison, entry, of_role, unpriced

_AMOUNTS = st.lists(st.integers(0, 10_000), min_size=3, max_size=3).map(sorted)
_LINES = st.lists(
    st.builds(lambda role, three: of_role(role, *three), st.sampled_from(ROLES), _AMOUNTS),
    max_size=8,
)


@given(first=_LINES, second=_LINES)
def test_rows_sum_to_the_totals(first: list[CostItem], second: list[CostItem]) -> None:
    found = comparison(entry("cloud-native-aws", first), entry("managed-platform-aws", second))
    for at, one in enumerate(found.entries):
        summed = Span.total(spans[at] for spans in found.rows.values())
        assert summed == one.estimate.total == found.totals[one.cell]


def test_roles_that_a_reader_looks_for_are_always_there_and_others_when_billed() -> None:
    found = comparison(
        entry("open-source-aws", [of_role("cluster", 1, 2, 3)]),
        entry("cloud-native-aws", [of_role("database", 4, 5, 6)]),
    )
    assert set(found.rows) == ALWAYS_SHOWN | {"database"}
    assert [span.expected for span in found.rows["database"]] == [0, 5]
    assert found.rows["serving"] == (NOTHING, NOTHING)


def test_a_role_without_its_price_is_shown_and_marked() -> None:
    one = entry("cloud-native-aws", [of_role("cluster", 1, 2, 3), unpriced("identity", "x1")])
    found = comparison(one, entry("open-source-aws", [of_role("cluster", 1, 1, 1)]))
    assert "identity" in found.rows
    assert one.at_least("identity")
    assert not one.at_least("cluster")
    assert found.at_least
    assert not comparison(found.entries[1]).at_least


def test_what_is_missing_in_several_is_named_once() -> None:
    lines = [unpriced("cluster", "x1")]
    found = comparison(
        entry("open-source-aws", lines),
        entry("cloud-native-aws", [*lines, unpriced("storage", "x2")]),
    )
    assert found.missing == (
        "aws ec2 / x1 in eu-central-1",
        "aws ec2 / x2 in eu-central-1",
    )


def test_the_oldest_price_is_that_of_all_entries() -> None:
    found = comparison(
        entry("open-source-aws", [of_role("cluster", 1, 1, 1, as_of="2026-01-02")]),
        entry("cloud-native-aws", [of_role("cluster", 1, 1, 1, as_of="2024-05")]),
        entry("managed-platform-aws", [unpriced("cluster", "x1")]),
    )
    assert found.oldest_price == date(2024, 5, 1)
