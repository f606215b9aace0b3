"""Each limit holds exactly at its border, and says by how much it isn't kept beyond it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from slipway.stacks.config.stack import StackConfig
from slipway.stacks.cost.diff.diff import Diff, diff
from slipway.stacks.cost.estimate.estimate import Estimate
from slipway.stacks.cost.guard.limits import Limits, MaxIncrease
from slipway.stacks.cost.guard.violations import violations
from tests.stacks.cost.support.estimates import free, line, list_price, of_lines
from tests.stacks.cost.support.plans import config

DOLLAR = list_price(("0", "1.00"))
TODAY = date(2026, 11, 25)
HUNDRED = of_lines(line("a", 100, DOLLAR))
NOTHING = of_lines()


def told(
    estimate: Estimate,
    limits: Limits | None = None,
    *,
    stack: StackConfig | None = None,
    difference: Diff | None = None,
) -> list[str]:
    found = violations(
        estimate, stack or config(), limits or Limits(), today=TODAY, difference=difference
    )
    return [f"{one.limit}: {one.message}" for one in found]


def rise(before: Estimate, after: Estimate, figure: str, *, percent: bool = False) -> list[str]:
    limits = Limits(max_increase=MaxIncrease(figure=Decimal(figure), percent=percent))
    return told(after, limits, difference=diff(before, after, base="main"))


def bill(amount: int) -> Estimate:
    return of_lines(line("a", amount, DOLLAR))


def test_without_limits_and_budget_all_is_kept() -> None:
    assert told(HUNDRED) == []


def test_the_budget() -> None:
    assert told(HUNDRED, stack=config(budget={"monthly": "100"})) == []
    assert told(HUNDRED, stack=config(budget={"monthly": "99"})) == [
        "budget: dev: expected 100.00 USD a month, 1.00 above the budget of 99.00."
    ]


def test_an_increase_in_money() -> None:
    assert rise(HUNDRED, bill(150), "50") == []
    assert rise(HUNDRED, bill(151), "50") == [
        (
            "max-increase: dev: expected 51.00 USD a month more than at main; 1.00 above "
            "the allowed increase of 50."
        )
    ]
    assert rise(HUNDRED, bill(10), "0") == []


def test_an_increase_as_a_share_of_the_base() -> None:
    assert rise(HUNDRED, bill(110), "10", percent=True) == []
    assert rise(HUNDRED, bill(111), "10", percent=True) == [
        (
            "max-increase: dev: expected 11.00 USD a month more than at main; 1.00 above "
            "the allowed increase of 10 % (10.00 of 100.00)."
        )
    ]


def test_a_share_of_nothing_allows_nothing_and_says_what_does() -> None:
    assert rise(NOTHING, NOTHING, "10", percent=True) == []
    [sentence] = rise(NOTHING, bill(1), "10", percent=True)
    assert sentence.endswith("(0.00 of 0.00). A share of nothing is nothing: give an amount.")
    assert rise(NOTHING, bill(1), "1") == []


def test_an_increase_that_may_be_more_says_so() -> None:
    after = of_lines(line("a", 160, DOLLAR), line("new", 1, None))
    [sentence] = rise(HUNDRED, after, "50")
    assert "expected at least 60.00 USD a month more than at main; 10.00 above" in sentence


def test_a_lost_price_hides_no_increase_and_is_told() -> None:
    before = of_lines(line("a", 100, DOLLAR), line("b", 100, DOLLAR))
    after = of_lines(line("a", 160, DOLLAR), line("b", 100, None))
    [sentence] = rise(before, after, "50")
    assert (
        "expected 60.00 USD a month more than at main, as far as prices are known on both sides"
        in sentence
    )


def test_an_increase_needs_something_to_compare_with() -> None:
    limits = Limits(max_increase=MaxIncrease(figure=Decimal(1), percent=False))
    with pytest.raises(ValueError, match="needs a difference"):
        told(HUNDRED, limits)


def test_coverage() -> None:
    priced = [line(str(one), 1, DOLLAR) for one in range(19)]
    within = of_lines(*priced, line("x", 1, None), free("role"))
    assert told(within, Limits(min_coverage=Decimal(95))) == []
    below = of_lines(*priced[:18], line("x", 1, None), free("role"))
    assert told(below, Limits(min_coverage=Decimal(95))) == [
        (
            "min-coverage: dev: coverage 94.73 %, 0.27 points below the required 95 %; "
            "1 of 19 lines that are billed have no price."
        )
    ]


def test_coverage_is_compared_before_rounding() -> None:
    many = [line(str(one), 1, DOLLAR) for one in range(2)]
    third = of_lines(*many, line("x", 1, None))  # 66.666... %, 0.6667 in the report
    assert told(third, Limits(min_coverage=Decimal("66.67"))) != []
    assert told(third, Limits(min_coverage=Decimal("66.66"))) == []


def test_where_nothing_is_billed_all_of_it_has_a_price() -> None:
    assert told(of_lines(free("role")), Limits(min_coverage=Decimal(100))) == []


def test_the_age_of_prices() -> None:
    old = list_price(("0", "1"), sku="old", as_of="2025-11-25")
    found = of_lines(line("a", 1, DOLLAR), line("b", 1, old))
    assert told(found, Limits(max_price_age=timedelta(days=365))) == []
    assert told(found, Limits(max_price_age=timedelta(days=364))) == [
        (
            "max-price-age: dev: 1 of 2 prices are older than the allowed 364 days; the oldest is "
            "aws ec2 / old in eu-central-1 of 2025-11-25 (book.csv:2), 365 days old, 1 too many."
        )
    ]


def test_of_several_old_prices_the_oldest_is_named() -> None:
    prices = [list_price(("0", "1"), sku=year, as_of=year) for year in ("2024", "2021", "2023")]
    found = of_lines(*(line(price.as_of, 1, price) for price in prices))
    [sentence] = told(found, Limits(max_price_age=timedelta(days=365)))
    assert "3 of 3 prices" in sentence
    assert "the oldest is aws ec2 / 2021" in sentence


def test_all_that_are_not_kept_are_told() -> None:
    limits = Limits(
        max_increase=MaxIncrease(figure=Decimal(10), percent=False),
        min_coverage=Decimal(100),
        max_price_age=timedelta(days=1),
    )
    after = of_lines(line("a", 100, DOLLAR), line("b", 1, None))
    found = told(
        after,
        limits,
        stack=config(budget={"monthly": "50"}),
        difference=diff(NOTHING, after, base="main"),
    )
    assert [one.partition(":")[0] for one in found] == [
        "budget",
        "max-increase",
        "min-coverage",
        "max-price-age",
    ]


def test_the_least_excess_is_not_told_as_nothing() -> None:
    hair = of_lines(line("a", 1, list_price(("0", "100.001"))))
    [sentence] = told(hair, stack=config(budget={"monthly": "100"}))
    assert "less than 0.01 above the budget of 100.00" in sentence
    [sentence] = rise(NOTHING, hair, "100")
    assert "less than 0.01 above the allowed increase" in sentence
