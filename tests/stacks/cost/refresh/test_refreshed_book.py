"""The book is written whole or not at all, and loses nothing."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from slipway.stacks.cost.catalogue.book import read_book
from slipway.stacks.cost.catalogue.price import PriceKey, Tier
from slipway.stacks.cost.catalogue.unit import Unit
from slipway.stacks.cost.refresh.answer import Quote
from slipway.stacks.cost.refresh.refreshed_book import write_book

TODAY = date(2026, 11, 25)


def quote(sku: str, *amounts: str, source: str = "API: name eq 'a, \"b\"'") -> Quote:
    return Quote(
        key=PriceKey(provider="aws", service="ec2", sku=sku, region="eu-central-1"),
        unit=Unit.HOUR,
        tiers=tuple(
            Tier(start=Decimal(at * 100), amount=Decimal(one)) for at, one in enumerate(amounts)
        ),
        source=source,
    )


def amounts(path: Path) -> dict[str, list[str]]:
    return {price.key.sku: [str(tier.amount) for tier in price.tiers] for price in read_book(path)}


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "refreshed.csv"
    one = quote("m5.large", "0.115", "0.1")
    assert write_book(path, [one], [], TODAY).refused == ()
    (found,) = read_book(path)
    assert (found.key, found.unit, found.tiers, found.source) == (
        one.key, one.unit, one.tiers, one.source,
    )  # fmt: skip
    assert (found.as_of, found.confidence, found.currency) == ("2026-11-25", "live", "USD")


def test_old_prices_of_other_keys_stay_as_they_were(tmp_path: Path) -> None:
    path = tmp_path / "refreshed.csv"
    write_book(path, [quote("m5.large", "0.1"), quote("t3.large", "0.2", "0.19")], [], TODAY)
    before = read_book(path)
    write_book(path, [quote("m5.large", "0.115")], before, date(2026, 12, 1))
    assert amounts(path) == {"m5.large": ["0.115"], "t3.large": ["0.2", "0.19"]}
    assert {price.key.sku: price.as_of for price in read_book(path)} == {
        "m5.large": "2026-12-01", "t3.large": "2026-11-25",
    }  # fmt: skip


def test_a_price_that_the_checks_refuse_is_named_and_the_rest_is_written(tmp_path: Path) -> None:
    path = tmp_path / "refreshed.csv"
    cheaper = quote("m5.xlarge", "0.05")
    written = write_book(path, [quote("m5.large", "0.115"), cheaper], [], TODAY)
    assert amounts(path) == {"m5.large": ["0.115"]}
    (refused,) = written.refused
    assert refused.key == cheaper.key
    assert "at least 0.115" in refused.problem
    assert [one.key.sku for one in written.quotes] == ["m5.large"]


def test_a_new_price_that_makes_an_old_one_implausible_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "refreshed.csv"
    write_book(path, [quote("m5.xlarge", "0.23")], [], TODAY)
    written = write_book(path, [quote("m5.large", "9")], read_book(path), TODAY)
    assert amounts(path) == {"m5.xlarge": ["0.23"]}
    assert [one.key.sku for one in written.refused] == ["m5.large"]


def test_a_failure_while_writing_leaves_the_old_book(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "refreshed.csv"
    write_book(path, [quote("m5.large", "0.1")], [], TODAY)
    before = path.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_book(path, [quote("m5.large", "0.2")], read_book(path), TODAY)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]
