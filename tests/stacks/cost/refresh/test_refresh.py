"""Whatever is answered is kept; whatever isn't is named and keeps its old price."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

from slipway.stacks.cost.catalogue.book import read_book
from slipway.stacks.cost.catalogue.catalogue import with_book
from slipway.stacks.cost.catalogue.price import Price, PriceKey, Tier
from slipway.stacks.cost.catalogue.unit import Unit
from slipway.stacks.cost.refresh.answer import Failure, ProviderUnavailableError, Quote
from slipway.stacks.cost.refresh.refresh import Refreshed, refresh, sources

TODAY = date(2026, 11, 25)


def key(sku: str, provider: str = "aws") -> PriceKey:
    return PriceKey(provider=provider, service="ec2", sku=sku, region="eu-central-1")


class Api:
    """Answers from a table; a key that is in none has no query, None is no answer at all."""

    def __init__(self, amounts: Mapping[str, str | None]) -> None:
        self.amounts = amounts

    def query(self, one: PriceKey) -> str | None:
        return "asked" if one.sku in self.amounts else None

    def ask(self, one: PriceKey) -> Quote | Failure | None:
        amount = self.amounts[one.sku]
        if amount is None:
            raise ProviderUnavailableError("somewhere", "no answer", "Try later.")
        if amount == "":
            return Failure(key=one, query="asked", problem="no row fits")
        tier = Tier(start=Decimal(0), amount=Decimal(amount))
        return Quote(key=one, unit=Unit.HOUR, tiers=(tier,), source="API: asked")


def run(path: Path, keys: list[PriceKey], **apis: Api) -> tuple[Refreshed, list[str]]:
    told: list[str] = []
    return refresh(keys, apis, path, today=TODAY, tell=told.append), told


def amounts(path: Path) -> dict[str, str]:
    return {price.key.sku: str(price.tiers[0].amount) for price in read_book(path)}


def test_every_key_is_told_of(tmp_path: Path) -> None:
    path = tmp_path / "refreshed.csv"
    api = Api({"found": "0.1", "failing": ""})
    keys = [key("found"), key("failing"), key("unknown"), key("found", "elsewhere")]
    result, told = run(path, keys, aws=api)
    assert [one.key for one in result.quotes] == [keys[0]]
    assert [one.key for one in result.failures] == [keys[1]]
    assert list(result.no_query) == keys[2:]
    assert amounts(path) == {"found": "0.1"}
    assert told == [f"0 of 4 prices; next: {keys[0]}"]


def test_what_fails_keeps_its_old_price(tmp_path: Path) -> None:
    path = tmp_path / "refreshed.csv"
    keys = [key("one"), key("two")]
    run(path, keys, aws=Api({"one": "0.1", "two": "0.2"}))
    run(path, keys, aws=Api({"one": "0.3", "two": ""}))
    assert amounts(path) == {"one": "0.3", "two": "0.2"}


def test_a_provider_that_doesnt_answer_isnt_asked_again_and_the_other_is(tmp_path: Path) -> None:
    path = tmp_path / "refreshed.csv"
    keys = [key("one"), key("gone"), key("two"), key("cheap", "azure")]
    aws = Api({"one": "0.1", "gone": None, "two": "0.2"})
    result, _ = run(path, keys, aws=aws, azure=Api({"cheap": "0.01"}))
    assert result.unavailable == {"aws": "somewhere: no answer. Try later."}
    assert list(result.not_asked) == [key("gone"), key("two")]
    assert amounts(path) == {"one": "0.1", "cheap": "0.01"}


def test_a_price_that_the_book_refuses_is_a_failure(tmp_path: Path) -> None:
    path = tmp_path / "refreshed.csv"
    keys = [key("m5.large"), key("m5.xlarge")]
    result, _ = run(path, keys, aws=Api({"m5.large": "0.2", "m5.xlarge": "0.1"}))
    assert [one.key.sku for one in result.failures] == ["m5.xlarge"]
    assert amounts(path) == {"m5.large": "0.2"}


def test_without_any_answer_nothing_is_written(tmp_path: Path) -> None:
    path = tmp_path / "refreshed.csv"
    run(path, [key("one")], aws=Api({"one": ""}))
    assert not path.exists()


def test_a_broken_book_is_written_anew_and_that_is_told(tmp_path: Path) -> None:
    path = tmp_path / "refreshed.csv"
    path.write_text("no,price,book\n", encoding="utf-8")
    _, told = run(path, [key("one")], aws=Api({"one": "0.1"}))
    assert "It is written anew" in told[0]
    assert amounts(path) == {"one": "0.1"}


def test_an_estimate_takes_refreshed_prices_over_the_built_in_ones(tmp_path: Path) -> None:
    path = tmp_path / "refreshed.csv"
    run(path, [key("m5.large")], aws=Api({"m5.large": "0.5"}))
    found = with_book(None, path).lookup(key("m5.large"))
    assert isinstance(found, Price)
    assert (str(found.tiers[0].amount), found.as_of) == ("0.5", "2026-11-25")


def test_both_providers_have_an_api() -> None:
    assert set(sources()) == {"aws", "azure"}
