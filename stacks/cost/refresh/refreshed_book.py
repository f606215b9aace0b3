"""Writes the refreshed prices as a price book, in one step and only when it can be read again."""

import csv
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from slipway.stacks.cost.catalogue.book import OPTIONAL, REQUIRED, read_book
from slipway.stacks.cost.catalogue.price import Price, PriceKey
from slipway.stacks.cost.faults import CostInputError
from slipway.stacks.cost.refresh.answer import Failure, Quote

COLUMNS = ("provider", *REQUIRED, *(name for name in OPTIONAL if name != "provider"))
_Row = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Written:
    """The keys that are in the book as they were found, and those that its checks refused."""

    quotes: tuple[Quote, ...]
    refused: tuple[Failure, ...]


def write_book(path: Path, quotes: Sequence[Quote], old: Sequence[Price], today: date) -> Written:
    """Writes new prices together with the old ones of all other keys; nothing is lost.

    A new price that the checks of a price book refuse is left out and named, and its old one
    stays: a book that can't be read would stop every estimate.

    Raises:
        OSError: The file can't be written.
    """
    new = {quote.key: quote for quote in quotes}
    refused: list[Failure] = []
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".refresh-") as folder:
        file = Path(folder) / path.name
        while True:
            rows, keys = _rows(new, old, today)
            _write(file, rows)
            wrong = _faults(file, keys, new)
            if not wrong:
                break
            for key, problem in wrong.items():
                refused.append(Failure(key=key, query=new.pop(key).source, problem=problem))
        file.replace(path)
    return Written(quotes=tuple(new.values()), refused=tuple(refused))


def _rows(
    new: Mapping[PriceKey, Quote], old: Sequence[Price], today: date
) -> tuple[list[_Row], list[PriceKey]]:
    """The lines, and the key of each."""
    lines = [(quote.key, row) for quote in new.values() for row in _of_quote(quote, today)]
    lines += [(price.key, row) for price in old if price.key not in new for row in _of_old(price)]
    lines.sort(key=lambda line: line[0])
    return [row for _, row in lines], [key for key, _ in lines]


def _of_quote(quote: Quote, today: date) -> Iterator[_Row]:
    for tier in quote.tiers:
        yield {
            **_names(quote.key),
            "unit": quote.unit,
            "amount": f"{tier.amount:f}",
            "currency": "USD",
            "source": quote.source,
            "as_of": today.isoformat(),
            "confidence": "live",
            "from_quantity": f"{tier.start:f}",
        }


def _of_old(price: Price) -> Iterator[_Row]:
    for tier in price.tiers:
        yield {
            **_names(price.key),
            "unit": price.unit,
            "amount": f"{tier.amount:f}",
            "currency": price.currency,
            "source": price.source,
            "as_of": price.as_of,
            "confidence": price.confidence,
            "from_quantity": f"{tier.start:f}",
            "free_quantity": f"{price.free_quantity:f}",
            "free": "yes" if price.free else "",
        }


def _names(key: PriceKey) -> dict[str, str]:
    return {
        "provider": key.provider, "service": key.service, "sku": key.sku, "region": key.region,
    }  # fmt: skip


def _write(file: Path, rows: Sequence[_Row]) -> None:
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        stream.flush()
        os.fsync(stream.fileno())


def _faults(
    file: Path, keys: Sequence[PriceKey], new: Mapping[PriceKey, Quote]
) -> dict[PriceKey, str]:
    """What a reader of the book would refuse of the new prices."""
    try:
        read_book(file)
    except CostInputError as error:
        wrong = {keys[fault.line - 2]: f"got {fault.value}; expected {fault.rule}"
                 for fault in error.faults}  # fmt: skip
        found = {key: problem for key, problem in wrong.items() if key in new}
        # An old price can only be at fault beside a new one of its family.
        return found or {
            key: f"beside the old price of {next(iter(wrong))} it isn't plausible"
            for key in new
            if any((key.service, key.region) == (old.service, old.region) for old in wrong)
        }
    return {}
