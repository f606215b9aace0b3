"""The user's book stands over refreshed prices, and these over the built-in ones."""

from decimal import Decimal
from pathlib import Path

import pytest

from slipway.stacks.cost.catalogue.catalogue import Catalogue, built_in, with_book
from slipway.stacks.cost.catalogue.layers import (
    BrokenRefreshedBookError,
    layers_used,
    refreshed,
    refreshed_file,
)
from slipway.stacks.cost.catalogue.price import Price, PriceKey
from tests.stacks.cost.support.books import HEADER, book, row

KEY = PriceKey(provider="aws", service="ec2", sku="m5.large", region="us-east-1")


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A refreshed book with one price, where the command would have written it."""
    path = tmp_path / "refreshed.csv"
    path.write_text(f"{HEADER}\n{row(amount='0.07')}\n", encoding="utf-8")
    monkeypatch.setenv("SLIPWAY_REFRESHED_PRICES", str(path))
    return path


def price(catalogue: Catalogue) -> Price:
    found = catalogue.lookup(KEY)
    assert isinstance(found, Price)
    return found


def test_refreshed_prices_stand_over_the_built_in_ones(cache: Path) -> None:
    found = price(with_book(None))
    assert found.tiers[0].amount == Decimal("0.07")
    assert found.file == str(cache)


@pytest.mark.usefixtures("cache")
def test_the_users_book_stands_over_refreshed_prices(tmp_path: Path) -> None:
    own = with_book(book(tmp_path, row(amount="0.05")))
    assert price(own).tiers[0].amount == Decimal("0.05")


def test_the_digest_changes_with_a_refreshed_price(cache: Path, tmp_path: Path) -> None:
    assert with_book(None).digest != with_book(None, tmp_path / "none.csv").digest
    assert with_book(None).digest == with_book(None, cache).digest


def test_without_a_refresh_there_is_no_layer(tmp_path: Path) -> None:
    assert refreshed(tmp_path / "none.csv") == ()


def test_tests_see_no_prices_of_this_machine() -> None:
    assert not refreshed_file().exists()
    assert {one.file for one in (price(with_book(None)),)} == {built_in()[0].file}


def test_the_file_is_in_the_cache_unless_another_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("SLIPWAY_REFRESHED_PRICES")
    monkeypatch.setenv("SLIPWAY_CACHE", str(tmp_path))
    assert refreshed_file() == tmp_path / "prices" / "refreshed.csv"


def test_a_broken_file_is_one_error_with_the_remedy(cache: Path) -> None:
    wrong = row(amount="much")
    cache.write_text(f"{HEADER}\n{wrong}\n{wrong}\n", encoding="utf-8")
    with pytest.raises(BrokenRefreshedBookError) as error:
        with_book(None)
    assert len(error.value.faults) == 1
    assert str(error.value).startswith(f"{cache}:2: got 2 faults, the first: amount 'much'")
    assert str(error.value).endswith("Run `slipway cost refresh` again, or delete the file.")


@pytest.mark.usefixtures("cache")
def test_each_layer_is_told_with_its_number(tmp_path: Path) -> None:
    refreshed_one = price(with_book(None))
    own = price(with_book(book(tmp_path, row(amount="0.05"))))
    plain = built_in()[:2]
    assert layers_used([own, refreshed_one, *plain]) == "1 of your book, 1 refreshed, 2 built-in"
    assert layers_used(plain) == "2 built-in"
