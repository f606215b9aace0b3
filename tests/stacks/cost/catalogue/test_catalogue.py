"""A look-up gives one price, or says that there is none."""

from collections import Counter
from decimal import Decimal
from pathlib import Path

from slipway.stacks.cost.catalogue.book import read_book
from slipway.stacks.cost.catalogue.catalogue import Catalogue, built_in, with_book
from slipway.stacks.cost.catalogue.price import Price, PriceKey, PriceMissing
from tests.stacks.cost.support.books import book, row

KEY = PriceKey(provider="aws", service="ec2", sku="m5.large", region="us-east-1")


def amount(catalogue: Catalogue, key: PriceKey = KEY) -> Decimal:
    found = catalogue.lookup(key)
    assert isinstance(found, Price)
    return found.tiers[0].amount


def test_a_price_that_nobody_states_is_missing_and_not_zero() -> None:
    nowhere = PriceKey(provider="aws", service="ec2", sku="m5.large", region="mars-1")
    assert with_book(None).lookup(nowhere) == PriceMissing(key=nowhere)


def test_the_users_price_stands_before_the_built_in_one(tmp_path: Path) -> None:
    assert amount(with_book(None)) == Decimal("0.096")
    assert amount(with_book(book(tmp_path, row(amount="0.05")))) == Decimal("0.05")


def test_a_row_without_provider_stands_for_each(tmp_path: Path) -> None:
    assert amount(with_book(book(tmp_path, row(amount="0.04", provider="")))) == Decimal("0.04")


def test_the_digest_changes_with_a_price(tmp_path: Path) -> None:
    dearer = with_book(book(tmp_path, row(amount="0.97")))
    assert dearer.digest != with_book(None).digest
    assert with_book(None).digest == with_book(None).digest


def test_two_providers_of_one_name_are_both_found(tmp_path: Path) -> None:
    prices = read_book(book(tmp_path, row(), row(provider="other")))
    assert len(Catalogue([prices]).find("ec2", "m5.large", "us-east-1")) == 2


def test_the_built_in_prices_are_whole() -> None:
    prices = built_in()
    assert len(prices) >= 222
    assert {price.currency for price in prices} == {"USD"}
    zeros = {price.key.service for price in prices if not any(t.amount for t in price.tiers)}
    assert zeros == {"aks", "azure-ml"}
    assert max(Counter(price.key for price in prices).values()) == 1
