"""What a whole price book must hold: a bigger machine of a family is never cheaper."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import pairwise

from slipway.stacks.cost.catalogue.price import Price
from slipway.stacks.cost.faults import InputFault

STALE_AFTER = timedelta(days=365)
"""Prices older than this are warned of."""

_AWS = re.compile(r"^(?P<head>.*?\b[a-z]+\d[a-z0-9-]*)\.(?P<size>[a-z0-9]+)(?P<tail>.*)$")
_AZURE = re.compile(r"^(?P<head>Standard_[A-Z]+)(?P<size>\d+)(?P<tail>.*)$")
_NAMED = ("nano", "micro", "small", "medium", "large", "xlarge")


def family_faults(prices: Iterable[Price]) -> list[InputFault]:
    """Prices that fall while their machine grows, within one family, service and region."""
    families: dict[tuple[str, ...], list[tuple[int, Price]]] = defaultdict(list)
    for price in prices:
        place = _place(price.key.sku)
        if place is not None:
            family, size = place
            key = (price.key.provider, price.key.service, price.key.region, *family)
            families[key].append((size, price))
    return [
        _falls(smaller, bigger)
        for members in families.values()
        for (_, smaller), (_, bigger) in _neighbours(members)
        if bigger.tiers[0].amount < smaller.tiers[0].amount
    ]


def stale(prices: Sequence[Price], today: date) -> list[Price]:
    """Those of the prices that are older than a year, the oldest first."""
    old = [price for price in prices if today - price.date > STALE_AFTER]
    return sorted(old, key=lambda price: (price.date, price.key))


def _neighbours(
    members: list[tuple[int, Price]],
) -> Iterable[tuple[tuple[int, Price], tuple[int, Price]]]:
    ordered = sorted(members, key=lambda member: (member[0], member[1].tiers[0].amount))
    return pairwise(ordered)


def _place(sku: str) -> tuple[tuple[str, str], int] | None:
    """A machine's family and how big it is in it; None for what is no machine."""
    if (found := _AWS.match(sku)) and (rank := _rank(found["size"])) is not None:
        return (found["head"], found["tail"]), rank
    if found := _AZURE.match(sku):
        return (found["head"], found["tail"]), int(found["size"])
    return None


def _rank(size: str) -> int | None:
    if size in _NAMED:
        return _NAMED.index(size)
    count = size.removesuffix("xlarge")
    return len(_NAMED) + int(count) if count.isdigit() else None


def _falls(smaller: Price, bigger: Price) -> InputFault:
    return InputFault(
        source=bigger.file,
        line=bigger.line,
        value=f"{bigger.key}: amount {bigger.tiers[0].amount}",
        rule=f"at least {smaller.tiers[0].amount}, the price of the smaller {smaller.key.sku}"
        f" in line {smaller.line}",
        remedy="Check both against their sources; a column or a unit may have slipped.",
    )
