"""A price book is read whole, or refused with file and line."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from slipway.stacks.cost.catalogue.book import read_book
from slipway.stacks.cost.catalogue.price import Tier
from slipway.stacks.cost.catalogue.unit import Unit
from slipway.stacks.cost.catalogue.validate import stale
from slipway.stacks.cost.faults import CostInputError
from tests.stacks.cost.support.books import HEADER, TIERED, book, row


def test_a_row_is_a_price_with_its_citation(tmp_path: Path) -> None:
    [price] = read_book(book(tmp_path, row()))
    assert price.unit is Unit.HOUR
    assert price.tiers == (Tier(start=Decimal(0), amount=Decimal("0.096")),)
    assert (price.source, price.as_of, price.date) == (
        "price page",
        "2026-07-20",
        date(2026, 7, 20),
    )
    assert price.origin.endswith("book.csv:2")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (row(unit="fortnight"), "unit 'fortnight'"),
        (row(amount="cheap"), "amount 'cheap'"),
        (row(amount="-1"), "amount '-1'"),
        (row(amount="NaN"), "amount 'NaN'"),
        (row(source=""), "a citation"),
        (row(as_of="yesterday"), "as_of 'yesterday'"),
        (row(currency="dollar"), "currency 'dollar'"),
        (row(region=""), "region ''"),
        (row(amount="0"), "add free=yes"),
    ],
)
def test_a_wrong_row_is_named_with_file_and_line(tmp_path: Path, line: str, told: str) -> None:
    with pytest.raises(CostInputError, match=r"book\.csv:3: got") as raised:
        read_book(book(tmp_path, row("m5.xlarge", "0.192"), line))
    assert told in str(raised.value)


def test_every_fault_of_a_book_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(CostInputError) as raised:
        read_book(book(tmp_path, row(unit="x"), row("m5.xlarge", source=""), row("c5.large", "y")))
    assert [fault.line for fault in raised.value.faults] == [2, 3, 4]


def test_a_zero_that_is_flagged_free_is_a_price(tmp_path: Path) -> None:
    path = book(tmp_path, row(amount="0") + ",,,yes", header=TIERED)
    assert read_book(path)[0].free


def test_lines_of_one_key_become_tiers_from_the_lowest_up(tmp_path: Path) -> None:
    lines = [row("egress", "0.085", unit="GB") + ",10240,,", row("egress", unit="GB") + ",0,100,"]
    [price] = read_book(book(tmp_path, *lines, header=TIERED))
    assert [(tier.start, tier.amount) for tier in price.tiers] == [
        (Decimal(0), Decimal("0.096")),
        (Decimal(10240), Decimal("0.085")),
    ]
    assert price.free_quantity == 100


def test_tiers_that_start_above_zero_leave_a_gap_and_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CostInputError, match="from_quantity 10"):
        read_book(book(tmp_path, row() + ",10,,", header=TIERED))


def test_tiers_in_two_units_are_refused(tmp_path: Path) -> None:
    lines = [row() + ",0,,", row(unit="day") + ",10,,"]
    with pytest.raises(CostInputError, match="One price has one unit"):
        read_book(book(tmp_path, *lines, header=TIERED))


def test_a_bigger_machine_that_costs_less_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CostInputError, match=r"book\.csv:3: .*at least 0\.5"):
        read_book(book(tmp_path, row("m5.large", "0.5"), row("m5.xlarge", "0.192")))
    azure = [row("Standard_D2s_v5", "0.1"), row("Standard_D8s_v5", "0.09")]
    with pytest.raises(CostInputError, match="Standard_D2s_v5 in line 2"):
        read_book(book(tmp_path, *azure))


def test_two_sources_may_differ_by_five_percent_and_the_newer_stands(tmp_path: Path) -> None:
    lines = [row(amount="0.10", as_of="2026-01"), row(amount="0.098", as_of="2025-01")]
    [price] = read_book(book(tmp_path, *lines))
    assert price.tiers[0].amount == Decimal("0.10")
    with pytest.raises(CostInputError, match="within 5 %"):
        read_book(book(tmp_path, row(amount="0.10"), row(amount="0.12", as_of="2025-01")))


def test_a_column_that_is_missing_or_unknown_is_named(tmp_path: Path) -> None:
    with pytest.raises(CostInputError, match="no column source"):
        read_book(book(tmp_path, header=HEADER.replace(",source", "")))
    with pytest.raises(CostInputError, match="column discount"):
        read_book(book(tmp_path, header=f"{HEADER},discount"))


def test_a_book_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CostInputError, match=r"none\.csv:1"):
        read_book(tmp_path / "none.csv")


def test_prices_older_than_a_year_are_stale(tmp_path: Path) -> None:
    path = book(tmp_path, row(as_of="2025-01"), row("m5.xlarge", "0.2", as_of="2026-01-01"))
    assert [one.key.sku for one in stale(read_book(path), date(2026, 2, 1))] == ["m5.large"]
