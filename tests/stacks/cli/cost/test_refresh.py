"""`slipway cost refresh`: asks, keeps, names what failed; over HTTP on this machine."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from slipway.stacks.cli.cost.group import cost
from slipway.stacks.cli.published.cost_refresh import RefreshDocument
from slipway.stacks.cost.catalogue.book import read_book
from slipway.stacks.cost.catalogue.catalogue import built_in, with_book
from slipway.stacks.cost.catalogue.price import Price, PriceKey
from slipway.stacks.cost.refresh import retail_prices
from tests.stacks.cost.refresh.answers import page, row
from tests.stacks.cost.refresh.price_server import Answer, PriceServer, serving

ROOT = Path(__file__).parents[4]
VM = PriceKey(provider="azure", service="vm", sku="Standard_D2s_v5", region="westeurope")


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the command writes; no stack files are in the working folder."""
    path = tmp_path / "prices" / "refreshed.csv"
    monkeypatch.setenv("SLIPWAY_REFRESHED_PRICES", str(path))
    monkeypatch.setenv("SLIPWAY_STATE", str(tmp_path / "no-state"))
    monkeypatch.setattr(retail_prices, "ATTEMPTS", 1)
    monkeypatch.chdir(tmp_path)
    return path


def run(
    monkeypatch: pytest.MonkeyPatch, *options: str, answer: Answer | str
) -> tuple[Result, PriceServer]:
    with serving(answer) as server:
        monkeypatch.setenv("SLIPWAY_AZURE_PRICES_URL", server.url)
        asked = ["refresh", "--all", "--provider", "azure", *options]
        return CliRunner().invoke(cost, asked), server


def test_what_is_answered_is_kept_and_what_isnt_is_named_with_code_1(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result, server = run(monkeypatch, answer=page([row(retailPrice=0.2)]))
    assert result.exit_code == 1
    assert "Refreshed: 1 of " in result.stdout
    assert f" prices, kept in {cache}." in result.stdout
    assert "No query: 8 prices" in result.stdout
    assert f"{VM}: 0.2 USD per hour" in result.stdout
    assert "azure vm / Standard_D4s_v5 in westeurope: no row fits. Asked: arm" in result.stderr
    assert [price.key for price in read_book(cache)] == [VM]
    found = with_book(None).lookup(VM)
    assert isinstance(found, Price)
    assert found.file == str(cache)
    assert len(server.asked) > 20


def test_the_json_fits_its_schema_and_no_key_is_dropped(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result, _ = run(monkeypatch, "--json", answer=page([row(retailPrice=0.2)]))
    document = RefreshDocument.model_validate(json.loads(result.stdout))
    assert document.file == str(cache)
    assert [one.key.sku for one in document.refreshed] == [VM.sku]
    told = len(document.refreshed) + len(document.failed) + len(document.no_query)
    assert told == len({one.key for one in built_in() if one.key.provider == "azure"})
    assert document.not_asked == []


def test_a_dry_run_asks_nobody_and_writes_nothing(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result, server = run(monkeypatch, "--dry-run", answer=page([row()]))
    assert result.exit_code == 0
    assert server.asked == []
    assert not cache.exists()
    assert f"{VM}: armRegionName eq 'westeurope'" in result.stdout
    assert "Nobody was asked." in result.stdout


def test_a_dry_run_as_json_names_what_has_no_query(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result, _ = run(monkeypatch, "--dry-run", "--json", answer=page([]))
    document = RefreshDocument.model_validate(json.loads(result.stdout))
    assert document.dry_run
    assert "workspace and vCPU surcharge" in {key.sku for key in document.no_query}
    assert document.file == str(cache)
    assert len(document.would_ask) > 50


def test_a_provider_that_doesnt_answer_ends_with_one_error_and_code_2(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result, server = run(monkeypatch, answer=Answer(body="", status=503))
    assert result.exit_code == 2
    assert result.stderr.count("no answer in") == 1
    assert "Not asked for: " in result.stderr
    assert len(server.asked) == 1
    assert not cache.exists()


def test_a_place_that_cant_be_written_is_named(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.parent.parent.joinpath("prices").write_text("a file", encoding="utf-8")
    result, _ = run(monkeypatch, answer=page([row()]))
    assert result.exit_code == 2
    assert "SLIPWAY_REFRESHED_PRICES" in result.stderr
    assert "Traceback" not in result.output


@pytest.mark.usefixtures("cache")
def test_a_stack_is_asked_for_what_its_estimate_looks_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    asked = ["refresh", "--stack", "managed-azure", "--dry-run", "--json"]
    result = CliRunner().invoke(cost, asked)
    document = RefreshDocument.model_validate(json.loads(result.stdout))
    keys = [one.key for one in document.would_ask]
    assert {key.provider for key in keys} == {"azure"}
    assert {key.region for key in keys} == {"westeurope"}
    assert "acr" in {key.service for key in keys}


@pytest.mark.usefixtures("cache")
def test_a_stack_that_looks_up_nothing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    asked = ["refresh", "--stack", "managed-azure", "--provider", "aws"]
    result = CliRunner().invoke(cost, asked)
    assert result.exit_code == 2
    assert "managed-azure: got no price of aws" in result.stderr


@pytest.mark.usefixtures("cache")
def test_an_estimate_asks_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    with serving(page([])) as server:
        monkeypatch.setenv("SLIPWAY_AZURE_PRICES_URL", server.url)
        result = CliRunner().invoke(cost, ["--stack", "managed-azure"])
    assert server.asked == []
    assert "Prices: " in result.stdout
    assert "built-in." in result.stdout
