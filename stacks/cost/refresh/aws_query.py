"""What to ask AWS' Price List API for a key of the catalogue."""

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from typing_extensions import override

from slipway.stacks.cost.catalogue.price import PriceKey
from slipway.stacks.cost.catalogue.unit import Unit
from slipway.stacks.cost.refresh.pattern import filled, parts_of

TABLE = Path(__file__).with_name("aws.csv")
_REGION = re.compile(r"^([A-Z]{2,4}[0-9]?-|[a-z]{2}(-[a-z]+)+-[0-9]-)")
"""What usage types begin with outside of the first region: `EUC1-`, `EU-`, `eu-central-1-`."""


@dataclass(frozen=True, kw_only=True)
class AwsQuery:
    """Products of one service, and the usage type of the one that is meant."""

    unit: Unit
    service: str
    filters: Mapping[str, str]
    usage: str
    attributes: Mapping[str, str]
    """What else its attributes must be; regular expressions, an empty one for none."""
    each: str

    @override
    def __str__(self) -> str:
        asked = " ".join(f"{name}={value}" for name, value in self.filters.items())
        return f"{self.service} {asked}, usagetype {self.usage}"

    def fits(self, attributes: Mapping[str, str]) -> bool:
        """Whether it is the product that is meant, sold in the region that is."""
        if attributes.get("regionCode") != self.filters["regionCode"]:
            return False
        usage = attributes.get("usagetype", "")
        if self.usage not in (usage, _REGION.sub("", usage)):
            return False
        return all(
            re.fullmatch(value, attributes.get(name, "")) for name, value in self.attributes.items()
        )


def aws_query(key: PriceKey) -> AwsQuery | None:
    """The query of a key; None where none is known."""
    for line in _lines():
        parts = parts_of(line["sku"], key.sku) if line["service"] == key.service else None
        if parts is not None:
            return AwsQuery(
                unit=Unit(line["unit"]),
                service=line["serviceCode"],
                filters={"regionCode": key.region, **_pairs(filled(line["filters"], parts))},
                usage=filled(line["usagetype"], parts),
                attributes=_pairs(line["attributes"]),
                each=line["each"],
            )
    return None


def _pairs(text: str) -> dict[str, str]:
    """`a=b;c=` as names and values."""
    return {
        name: value
        for name, equals, value in (one.partition("=") for one in text.split(";"))
        if equals
    }


@cache
def _lines() -> Sequence[Mapping[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))
