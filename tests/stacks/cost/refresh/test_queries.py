"""The tables of queries fit the built-in book."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from slipway.stacks.cost.catalogue.catalogue import built_in
from slipway.stacks.cost.catalogue.price import Price, PriceKey
from slipway.stacks.cost.catalogue.unit import Unit
from slipway.stacks.cost.refresh import aws_query as aws
from slipway.stacks.cost.refresh import azure_query as azure
from slipway.stacks.cost.refresh.measure import factor
from slipway.stacks.cost.refresh.pattern import parts_of

WITHOUT = {
    "aws egress", "aws grafana", "azure aks / free tier control plane", "azure azure-ml",
    "azure dns", "aws eks / cluster extended support (total)",
    "aws prometheus / managed collector", "aws prometheus / managed collector samples",
    "aws sagemaker / MLflow tracking server small", "aws sagemaker / studio notebook",
}  # fmt: skip
"""Built-in prices whose meter nobody citable names, or that aren't sold: no query is guessed."""
PRICES = built_in()


def unit_asked_for(price: Price) -> Unit | None:
    query = (aws.aws_query if price.key.provider == "aws" else azure.azure_query)(price.key)
    return None if query is None else query.unit


def test_a_query_is_in_the_unit_of_the_book() -> None:
    wrong = [price.key for price in PRICES if unit_asked_for(price) not in (price.unit, None)]
    assert wrong == []


def test_only_the_named_prices_have_no_query() -> None:
    without = {
        f"{price.key.provider} {price.key.service} / {price.key.sku}"
        for price in PRICES
        if unit_asked_for(price) is None
    }
    unnamed = [one for one in without if not any(one.startswith(name) for name in WITHOUT)]
    assert unnamed == []
    assert all(any(one.startswith(name) for one in without) for name in WITHOUT)


@pytest.mark.parametrize("table", [aws.TABLE, azure.TABLE], ids=["aws", "azure"])
def test_every_line_is_reached_and_none_stands_before_another(table: Path) -> None:
    with table.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    assert all(None not in line and None not in line.values() for line in lines)
    keys = {(price.key.service, price.key.sku) for price in PRICES}
    reached = Counter(
        number
        for service, sku in keys
        for number, line in enumerate(lines)
        if line["service"] == service and parts_of(line["sku"], sku) is not None
    )
    fitting = Counter(
        (service, sku)
        for service, sku in keys
        for line in lines
        if line["service"] == service and parts_of(line["sku"], sku) is not None
    )
    assert [one for one, count in fitting.items() if count > 1] == []
    unreached = {lines[number]["sku"] for number in range(len(lines)) if number not in reached}
    assert unreached <= {"gp2 single-AZ"}


def test_parts_of_a_sku_go_into_what_is_asked() -> None:
    disk = azure.azure_query(
        PriceKey(provider="azure", service="disk", sku="E10 standard SSD ZRS", region="eastus")
    )
    assert disk is not None
    assert disk.wanted["skuName"] == "E10 ZRS"
    meter = {"serviceName": "Storage", "productName": "Standard SSD Managed Disks"}
    row = {**meter, "skuName": "E10 ZRS", "meterName": "E10 ZRS Disk", "type": "Consumption"}
    row["armRegionName"] = "eastus"
    assert disk.fits(row, "eastus")
    assert not disk.fits(row, "eastus2")
    assert disk.fits({**row, "meterName": "E10 Disks"}, "eastus")
    assert not disk.fits({**row, "meterName": "E10 ZRS Disk Mount"}, "eastus")
    assert not disk.fits({**row, "meterName": "E10 ZRS Disk Operations"}, "eastus")


@pytest.mark.parametrize(
    ("text", "unit", "each", "expected"),
    [
        ("1 Hour", Unit.HOUR, "", "1"),
        ("1/Hour", Unit.HOUR, "", "1"),
        ("10K", Unit.OPERATIONS_10K, "", "1"),
        ("10M", Unit.SAMPLES_10M, "", "1"),
        ("10M", Unit.SAMPLES_1M, "", "0.1"),
        ("Requests", Unit.REQUESTS_1K, "", "1000"),
        ("GB-Mo", Unit.GB_MONTH, "", "1"),
        ("Secrets", Unit.MONTH, "secrets?", "1"),
        ("Notifications", Unit.REQUESTS_1K, "notifications?", "1000"),
    ],
)
def test_units_of_the_apis_are_counted_in_ours(
    text: str, unit: Unit, each: str, expected: str
) -> None:
    assert str(factor(text, unit, each)) == expected
