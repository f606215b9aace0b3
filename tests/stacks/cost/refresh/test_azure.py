"""A key has exactly one meter, or says what there is instead; over real HTTP."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from email.utils import format_datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from slipway.stacks.cost.catalogue.price import PriceKey, Tier
from slipway.stacks.cost.catalogue.unit import Unit
from slipway.stacks.cost.refresh.answer import Failure, ProviderUnavailableError, Quote
from slipway.stacks.cost.refresh.azure import AzurePrices
from slipway.stacks.cost.refresh.retail_prices import ATTEMPTS, LONGEST_PAUSE, RetailPrices
from tests.stacks.cost.refresh.answers import page, row
from tests.stacks.cost.refresh.price_server import Answer, PriceServer, serving

VM = PriceKey(provider="azure", service="vm", sku="Standard_D2s_v5", region="westeurope")
LOGS = PriceKey(
    provider="azure",
    service="log-analytics",
    sku="analytics ingest beyond 5 GB",
    region="westeurope",
)
ALERT = PriceKey(provider="azure", service="monitor", sku="log alert 5 min", region="westeurope")
BLOB = PriceKey(provider="azure", service="blob", sku="hot LRS first 50 TB", region="westeurope")


def ask(
    key: PriceKey, *answers: Answer | str, pauses: list[float] | None = None
) -> tuple[Quote | Failure | None, PriceServer]:
    with serving(*answers) as server:
        kept: list[float] = [] if pauses is None else pauses
        return AzurePrices(RetailPrices(server.url, pause=kept.append)).ask(key), server


def quote(key: PriceKey, *answers: Answer | str) -> Quote:
    found, _ = ask(key, *answers)
    assert isinstance(found, Quote), found
    return found


def problem(key: PriceKey, *answers: Answer | str) -> str:
    found, _ = ask(key, *answers)
    assert isinstance(found, Failure), found
    assert found.key == key
    assert "serviceName eq" in found.query
    return found.problem


def logs(start: float, price: float) -> dict[str, object]:
    return row(
        serviceName="Log Analytics",
        productName="Log Analytics",
        skuName="Analytics Logs",
        meterName="Analytics Logs Data Ingestion",
        armSkuName="",
        unitOfMeasure="1 GB",
        tierMinimumUnits=start,
        retailPrice=price,
    )


def test_the_price_is_that_of_the_row_to_the_last_digit_and_names_its_question() -> None:
    found, server = ask(VM, page([row()]))
    assert isinstance(found, Quote)
    assert (found.unit, found.tiers) == (
        Unit.HOUR,
        (Tier(start=Decimal(0), amount=Decimal("0.1153")),),
    )
    asked = parse_qs(urlsplit(server.asked[0][0]).query)
    assert asked["api-version"] == ["2023-01-01-preview"]
    assert asked["currencyCode"] == ["USD"]
    odata = (
        "armRegionName eq 'westeurope' and priceType eq 'Consumption'"
        " and serviceName eq 'Virtual Machines' and armSkuName eq 'Standard_D2s_v5'"
    )
    assert asked["$filter"] == [odata]
    assert found.source == f"Azure Retail Prices API: {odata}"


@pytest.mark.parametrize(
    "other",
    [
        {"productName": "Virtual Machines Dsv5 Series Windows"},
        {"skuName": "D2s v5 Spot", "meterName": "D2s v5 Spot"},
        {"skuName": "D2s v5 Low Priority", "meterName": "D2s v5 Low Priority"},
        {"productName": "Dsv5 Series Cloud Services"},
        {"type": "Reservation", "retailPrice": 600},
        {"type": "DevTestConsumption"},
        {"armSkuName": "Standard_D4s_v5"},
        {"armRegionName": "northeurope"},
    ],
    ids=[
        "windows",
        "spot",
        "low-priority",
        "cloud-services",
        "reserved",
        "dev-test",
        "bigger",
        "elsewhere",
    ],
)
def test_rows_under_other_terms_are_never_taken(other: dict[str, object]) -> None:
    strange = row(**{"retailPrice": 0.01, **other})
    assert quote(VM, page([strange, row(), strange])).tiers[0].amount == Decimal("0.1153")
    assert problem(VM, page([strange])) == "no row fits"


def test_two_meters_are_a_failure_that_names_both() -> None:
    told = problem(VM, page([row(), row(productName="Virtual Machines Dsv5 Other Series")]))
    assert told.startswith("2 meters fit: ")
    assert "Dsv5 Other Series / D2s v5" in told
    assert "Dsv5 Series / D2s v5" in told


def test_nothing_found_is_a_failure() -> None:
    assert problem(VM, page([])) == "no row fits"


def test_zero_is_never_a_price() -> None:
    assert "zero" in problem(VM, page([row(retailPrice=0.0)]))


def test_a_free_allowance_is_left_out_and_the_paid_tier_begins_at_0() -> None:
    found = quote(LOGS, page([logs(5, 2.99), logs(0, 0.0)]))
    assert found.tiers == (Tier(start=Decimal(0), amount=Decimal("2.99")),)
    assert found.unit is Unit.GB


def test_a_price_that_turns_free_is_refused() -> None:
    assert "from 5" in problem(LOGS, page([logs(0, 2.99), logs(5, 0.0)]))


def test_two_prices_of_one_tier_are_refused() -> None:
    assert "two prices begin at 0" in problem(LOGS, page([logs(0, 2.99), logs(0, 3.99)]))


def test_a_first_tier_that_is_missing_is_refused() -> None:
    assert "begins at 5" in problem(LOGS, page([logs(5, 2.99)]))


def test_tiers_stay_in_order() -> None:
    names = {
        "serviceName": "Storage",
        "productName": "Blob Storage",
        "skuName": "Hot LRS",
        "meterName": "Hot LRS Data Stored",
        "unitOfMeasure": "1 GB/Month",
    }
    rows = [
        row(**names, tierMinimumUnits=start, retailPrice=price)
        for start, price in ((512000, 0.0181), (0, 0.0196), (51200, 0.0188))
    ]
    assert [(int(tier.start), str(tier.amount)) for tier in quote(BLOB, page(rows)).tiers] == [
        (0, "0.0196"),
        (51200, "0.0188"),
        (512000, "0.0181"),
    ]


@pytest.mark.parametrize("unit", ["100 Hours", "1 GB", "1/Month", "1 Fortnight", "", "10K"])
def test_a_price_per_something_else_is_converted_or_refused(unit: str) -> None:
    answer = page([row(unitOfMeasure=unit, retailPrice=11.53)])
    if unit == "100 Hours":
        assert quote(VM, answer).tiers[0].amount == Decimal("0.1153")
    else:
        assert f"priced per {unit!r}" in problem(VM, answer)


def test_another_currency_is_refused() -> None:
    assert "EUR" in problem(VM, page([row(currencyCode="EUR")]))


def test_a_meter_that_no_region_has_is_looked_for_in_global() -> None:
    alert = row(
        serviceName="Azure Monitor",
        meterName="Alerts System Log Monitored at 5 Minute Frequency",
        unitOfMeasure="1/Month",
        retailPrice=1.5,
        armRegionName="Global",
    )
    found, server = ask(ALERT, page([]), page([alert]))
    assert isinstance(found, Quote)
    assert "armRegionName eq 'Global'" in found.source
    assert len(server.asked) == 2


def test_all_pages_are_read_and_the_link_never_leaves_the_mirror() -> None:
    link = "https://prices.azure.com:443/api/retail/prices?$filter=x&$skip=100"
    found, server = ask(VM, page([row(armSkuName="Standard_D4s_v5")], link), page([row()]))
    assert isinstance(found, Quote)
    assert server.asked[1][0] == "/api/retail/prices?$filter=x&$skip=100"


def test_a_link_that_leads_on_for_ever_ends() -> None:
    assert "more than 40 pages" in problem(VM, page([], "https://x.example/?$skip=1"))


def test_too_many_requests_are_waited_out_as_long_as_is_asked_for() -> None:
    pauses: list[float] = []
    busy = Answer(body="", status=429, headers=(("Retry-After", "7"),))
    found, _ = ask(VM, busy, page([row()]), pauses=pauses)
    assert isinstance(found, Quote)
    assert pauses == [7.0]


def test_the_time_to_try_again_may_be_a_date_and_is_bounded() -> None:
    pauses: list[float] = []
    later = format_datetime(datetime.now(tz=UTC) + timedelta(hours=2), usegmt=True)
    busy = Answer(body="", status=503, headers=(("Retry-After", later),))
    ask(VM, busy, page([row()]), pauses=pauses)
    assert pauses == [LONGEST_PAUSE]


def test_a_server_that_keeps_failing_ends_the_provider() -> None:
    pauses: list[float] = []
    with pytest.raises(ProviderUnavailableError, match=r"no answer in 5 attempts .*500") as error:
        ask(VM, Answer(body="", status=500), pauses=pauses)
    assert "HTTPS_PROXY" in str(error.value)
    assert len(pauses) == ATTEMPTS - 1
    assert pauses == sorted(pauses)


def test_nobody_there_ends_the_provider() -> None:
    with serving("") as server:
        gone = server.url
    with pytest.raises(ProviderUnavailableError, match="attempts"):
        AzurePrices(RetailPrices(gone, pause=lambda _: None)).ask(VM)


@pytest.mark.parametrize("url", ["http://[", "no-url"])
def test_a_mirror_that_is_no_url_is_named(url: str) -> None:
    with pytest.raises(ProviderUnavailableError, match="SLIPWAY_AZURE_PRICES_URL"):
        AzurePrices(RetailPrices(url, pause=lambda _: None)).ask(VM)


def test_a_refused_filter_is_a_failure_of_the_key_alone() -> None:
    assert "400" in problem(VM, Answer(body="{}", status=400))


@pytest.mark.parametrize(
    "body", ["<html>", "[]", "{}", '{"Items": [1]}', '{"Items": {}}', "", '{"Items": ']
)
def test_what_isnt_of_the_documented_shape_is_a_failure(body: str) -> None:
    assert problem(VM, body)


@pytest.mark.parametrize("price", [None, "much", True, "NaN", "-0.1"])
def test_a_price_that_is_no_amount_is_a_failure(price: object) -> None:
    assert problem(VM, page([row(retailPrice=price)]))


def test_the_same_filter_is_asked_for_once() -> None:
    with serving(page([row()])) as server:
        api = AzurePrices(RetailPrices(server.url))
        assert api.ask(VM) == api.ask(VM)
    assert len(server.asked) == 1


def test_a_mirror_is_taken_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(page([row()])) as server:
        monkeypatch.setenv("SLIPWAY_AZURE_PRICES_URL", server.url)
        assert isinstance(AzurePrices().ask(VM), Quote)


def test_a_key_without_a_query_asks_nobody() -> None:
    spot = PriceKey(provider="azure", service="vm", sku="Standard_D2s_v5 spot", region="westeurope")
    found, server = ask(spot, page([]))
    assert found is None
    assert server.asked == []
