"""Asks for keys one after the other and keeps what is answered."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

from slipway.stacks.cost.catalogue.layers import BrokenRefreshedBookError, refreshed
from slipway.stacks.cost.catalogue.price import Price, PriceKey
from slipway.stacks.cost.refresh.answer import Failure, ProviderUnavailableError, Quote
from slipway.stacks.cost.refresh.refreshed_book import write_book

Provider = str
_EVERY = 10


class PriceSource(Protocol):
    """A provider's price API."""

    def query(self, key: PriceKey) -> str | None:
        """What would be asked for a key; None where no query is known."""

    def ask(self, key: PriceKey) -> Quote | Failure | None:
        """Today's price of a key; None where no query is known."""


@dataclass(frozen=True, kw_only=True)
class Refreshed:
    """What became of every key that was to be refreshed."""

    quotes: tuple[Quote, ...]
    failures: tuple[Failure, ...]
    no_query: tuple[PriceKey, ...]
    unavailable: Mapping[Provider, str]
    """Providers that couldn't be asked to the end, and why."""
    not_asked: tuple[PriceKey, ...]
    """Keys of theirs that are left."""


def sources() -> dict[Provider, PriceSource]:
    """The price APIs of the providers."""
    # Imported late: they load an HTTP client and the SDK, and every `slipway cost` comes by here.
    from slipway.stacks.cost.refresh.aws import AwsPrices  # noqa: PLC0415
    from slipway.stacks.cost.refresh.azure import AzurePrices  # noqa: PLC0415

    return {"aws": AwsPrices(), "azure": AzurePrices()}


def planned(
    keys: Sequence[PriceKey], apis: Mapping[Provider, PriceSource]
) -> dict[PriceKey, str | None]:
    """What would be asked for each key; nobody is."""
    return {key: apis[key.provider].query(key) if key.provider in apis else None for key in keys}


def refresh(
    keys: Sequence[PriceKey],
    apis: Mapping[Provider, PriceSource],
    path: Path,
    *,
    today: date,
    tell: Callable[[str], None],
) -> Refreshed:
    """Asks for each key and writes the refreshed book; keys that fail keep their old price.

    Raises:
        OSError: The book can't be written.
    """
    old = _old(path, tell)
    found = _asked(keys, apis, tell)
    if not found.quotes:
        return found
    written = write_book(path, found.quotes, old, today)
    return Refreshed(
        quotes=written.quotes,
        failures=(*found.failures, *written.refused),
        no_query=found.no_query,
        unavailable=found.unavailable,
        not_asked=found.not_asked,
    )


def _asked(
    keys: Sequence[PriceKey], apis: Mapping[Provider, PriceSource], tell: Callable[[str], None]
) -> Refreshed:
    quotes: list[Quote] = []
    failures: list[Failure] = []
    no_query: list[PriceKey] = []
    unavailable: dict[Provider, str] = {}
    not_asked: list[PriceKey] = []
    for number, key in enumerate(keys):
        if number % _EVERY == 0:
            tell(f"{number} of {len(keys)} prices; next: {key}")
        if planned([key], apis)[key] is None:
            no_query.append(key)
            continue
        if key.provider in unavailable:
            not_asked.append(key)
            continue
        try:
            answer = apis[key.provider].ask(key)
        except ProviderUnavailableError as error:
            unavailable[key.provider] = str(error)
            not_asked.append(key)
            continue
        if isinstance(answer, Quote):
            quotes.append(answer)
        elif isinstance(answer, Failure):
            failures.append(answer)
    return Refreshed(
        quotes=tuple(quotes),
        failures=tuple(failures),
        no_query=tuple(no_query),
        unavailable=unavailable,
        not_asked=tuple(not_asked),
    )


def _old(path: Path, tell: Callable[[str], None]) -> Sequence[Price]:
    """What was refreshed before; a broken book is begun anew."""
    try:
        return refreshed(path)
    except BrokenRefreshedBookError as error:
        tell(f"{error} It is written anew.")
        return ()
