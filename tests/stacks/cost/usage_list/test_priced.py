"""A list of quantities is priced to the cent, or refused with file and line."""

from decimal import Decimal
from pathlib import Path

import pytest

from slipway.stacks.cost.catalogue.book import read_book
from slipway.stacks.cost.catalogue.catalogue import Catalogue
from slipway.stacks.cost.faults import CostInputError
from slipway.stacks.cost.usage_list.priced import PricedUsage, price_usage
from slipway.stacks.cost.usage_list.usage import read_usage
from tests.stacks.cost.support.books import book, row


def priced(folder: Path, text: str, *rows: str) -> PricedUsage:
    usage = folder / "usage.yaml"
    usage.write_text(text, encoding="utf-8")
    return price_usage(read_usage(usage), Catalogue([read_book(book(folder, *(rows or [row()])))]))


def line(quantity: str = "100", unit: str = "hour", sku: str = "m5.large") -> str:
    return f"- {{service: ec2, sku: {sku}, region: us-east-1, unit: {unit}, quantity: {quantity}}}"


def test_a_quantity_costs_its_price_times_itself(tmp_path: Path) -> None:
    found = priced(tmp_path, f"hoursPerMonth: 730\nlines:\n{line()}\n{line('0.1')}\n")
    assert [one.cost for one in found.lines] == [Decimal("9.6"), Decimal("0.0096")]
    assert found.total == Decimal("9.6096")
    assert found.currency == "USD"


def test_a_whole_month_counts_the_hours_that_the_file_says(tmp_path: Path) -> None:
    text = f"hoursPerMonth: 744\nlines:\n{line('2', 'month')}\n"
    assert priced(tmp_path, text).total == Decimal("142.848")
    assert priced(tmp_path, f"lines:\n{line('1', 'month')}\n").total == Decimal("70.08")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"lines:\n{line(sku='m5.huge')}\n", r"usage\.yaml:2: .*m5\.huge.*skus of ec2: m5\.large"),
        (f"lines:\n{line(unit='GB')}\n", r"usage\.yaml:2: .*priced per hour"),
        (f"lines:\n{line(unit='yard')}\n", r"usage\.yaml:2: .*unit 'yard'"),
        (f"lines:\n{line('-1')}\n", r"usage\.yaml:2: .*quantity '-1'"),
        (f"lines:\n{line('lots')}\n", r"usage\.yaml:2: .*quantity 'lots'"),
        (f"hoursPerMonth: 8760\nlines:\n{line()}\n", r"usage\.yaml:1: .*at most 744"),
        ("lines: []\n", r"usage\.yaml:1: got no lines"),
        ("lines:\n- {service: ec2}\n", r"usage\.yaml:2: got no sku, region, unit, quantity"),
        (f"discount: 1\nlines:\n{line()}\n", r"usage\.yaml:1: got key discount"),
        ("lines: [\n", r"usage\.yaml:2: got"),
    ],
)
def test_what_is_wrong_is_named_with_file_and_line(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(CostInputError, match=told):
        priced(tmp_path, text)


def test_a_region_without_a_price_names_those_with_one(tmp_path: Path) -> None:
    with pytest.raises(CostInputError, match="It has prices in eu-central-1"):
        priced(tmp_path, f"lines:\n{line()}\n", row(region="eu-central-1"))


def test_currencies_are_not_added(tmp_path: Path) -> None:
    rows = [row(), row("m5.xlarge", "0.192", currency="EUR")]
    with pytest.raises(CostInputError, match=r"usage\.yaml:3: got a price in EUR"):
        priced(tmp_path, f"lines:\n{line()}\n{line(sku='m5.xlarge')}\n", *rows)


def test_two_providers_of_one_name_are_ambiguous(tmp_path: Path) -> None:
    with pytest.raises(CostInputError, match="sold by 2 providers"):
        priced(tmp_path, f"lines:\n{line()}\n", row(), row(provider="other"))
