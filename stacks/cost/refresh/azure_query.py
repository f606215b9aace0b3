"""What to ask Azure's Retail Prices API for a key of the catalogue."""

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from slipway.stacks.cost.catalogue.price import PriceKey
from slipway.stacks.cost.catalogue.unit import Unit
from slipway.stacks.cost.refresh.json_value import text_of
from slipway.stacks.cost.refresh.pattern import filled, is_regex, matches, parts_of

TABLE = Path(__file__).with_name("azure.csv")
FIELDS = ("serviceName", "productName", "skuName", "armSkuName", "meterName")
_OTHERS = re.compile(r"windows|spot|low priority|dev/?test|- free\b", re.IGNORECASE)
"""Rows of the same machine under other terms; a Linux machine on demand is none of them."""
_CONSUMPTION = "Consumption"


@dataclass(frozen=True, kw_only=True)
class AzureQuery:
    """Rows of one service, and which of them is meant."""

    unit: Unit
    regions: Sequence[str]
    """Where to look, one after the other: some meters are sold in the region `Global`."""
    wanted: Mapping[str, str]
    each: str

    def filter_in(self, region: str) -> str:
        """The OData filter: what is known exactly is asked for, the rest is chosen from it."""
        asked = {
            "armRegionName": region,
            "priceType": _CONSUMPTION,
            **{name: text for name, text in self.wanted.items() if not is_regex(text)},
        }
        quoted = {name: text.replace("'", "''") for name, text in asked.items()}
        return " and ".join(f"{name} eq '{text}'" for name, text in quoted.items())

    def fits(self, row: Mapping[str, object], region: str) -> bool:
        """Whether a row is of the product that is meant, sold in that region."""
        if any(_OTHERS.search(text_of(row, name)) for name in FIELDS):
            return False
        if text_of(row, "type") != _CONSUMPTION or text_of(row, "armRegionName") != region:
            return False
        return all(matches(text, text_of(row, name)) for name, text in self.wanted.items())


def azure_query(key: PriceKey) -> AzureQuery | None:
    """The query of a key; None where none is known."""
    for line in _lines():
        parts = parts_of(line["sku"], key.sku) if line["service"] == key.service else None
        if parts is not None:
            parts = {**parts, "region": key.region}
            return AzureQuery(
                unit=Unit(line["unit"]),
                regions=filled(line["region"] or "{region}", parts).split(),
                wanted={name: filled(line[name], parts) for name in FIELDS if line[name]},
                each=line["each"],
            )
    return None


@cache
def _lines() -> Sequence[Mapping[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))
