"""When one variant's cost in all passes another's."""

from decimal import Decimal

from slipway.stacks.cost.compare.people.cost import PeopleCost
from slipway.stacks.cost.compare.people.overtake import Overtake, overtake, overtakes
from slipway.stacks.cost.span import Span


def people(setup: int, monthly: int) -> PeopleCost:
    return PeopleCost(
        setup_hours=Span.exactly(setup),
        monthly_hours=Span.exactly(monthly),
        rate=Decimal(100),
        reason="counted",
    )


TOTALS = {"own": Span.exactly(400), "bought": Span.exactly(900)}


def test_the_dearer_setup_pays_off_after_months() -> None:
    works = {"own": people(20, 2), "bought": people(5, 1)}
    # 1500 more to set up; 600 against 1000 a month: 400 saved in each.
    found = overtake("own", "bought", totals=TOTALS, people=works)
    assert found == Overtake(first="bought", second="own", months=Decimal("3.8"))
    for months, cheaper in ((3, "bought"), (4, "own")):
        in_all = {
            cell: works[cell].setup.expected
            + months * (works[cell].monthly.expected + TOTALS[cell].expected)
            for cell in works
        }
        assert min(in_all, key=lambda cell: in_all[cell]) == cheaper


def test_the_order_of_a_pair_doesnt_matter() -> None:
    works = {"own": people(20, 2), "bought": people(5, 1)}
    assert overtake("own", "bought", totals=TOTALS, people=works) == overtake(
        "bought", "own", totals=TOTALS, people=works
    )


def test_who_is_dearer_in_both_never_passes() -> None:
    works = {"own": people(20, 30), "bought": people(5, 1)}
    assert overtake("own", "bought", totals=TOTALS, people=works) is None
    assert overtakes(TOTALS, works) == []


def test_equal_setups_or_equal_months_never_cross() -> None:
    assert (
        overtake(
            "own", "bought", totals=TOTALS, people={"own": people(5, 1), "bought": people(5, 1)}
        )
        is None
    )
    assert (
        overtake(
            "own", "bought", totals=TOTALS, people={"own": people(9, 6), "bought": people(5, 1)}
        )
        is None
    )


def test_who_is_cheaper_from_the_first_day_passes_nobody() -> None:
    works = {"own": people(5, 1), "bought": people(5, 1)}
    assert overtake("bought", "own", totals=TOTALS, people=works) is None


def test_all_pairs_are_listed_the_earliest_first() -> None:
    totals = TOTALS | {"middle": Span.exactly(600), "unknown": Span.exactly(1)}
    works = {"own": people(40, 1), "bought": people(5, 1), "middle": people(10, 1)}
    found = overtakes(totals, works)
    assert [(one.first, one.second, one.months) for one in found] == [
        ("bought", "middle", Decimal("1.7")),
        ("bought", "own", Decimal("7.0")),
        ("middle", "own", Decimal("15.0")),
    ]
