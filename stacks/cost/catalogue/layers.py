"""The layers of prices: the user's own book, over refreshed prices, over the built-in ones."""

import os
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from slipway.stacks.cache import cache_folder
from slipway.stacks.cost.catalogue.book import read_book
from slipway.stacks.cost.catalogue.price import Price
from slipway.stacks.cost.faults import CostInputError, InputFault

BUILT_IN = Path(__file__).with_name("prices.csv")
FILE_VARIABLE = "SLIPWAY_REFRESHED_PRICES"


class BrokenRefreshedBookError(CostInputError):
    """The refreshed prices can't be read; nobody wrote them by hand, so one sentence is enough."""

    def __init__(self, path: Path, error: CostInputError) -> None:
        first = error.faults[0]
        told = f"{len(error.faults)} faults, the first: " if len(error.faults) > 1 else ""
        fault = InputFault(
            source=str(path),
            line=first.line,
            value=f"{told}{first.value}",
            rule=f"prices as `slipway cost refresh` writes them ({first.rule})",
            remedy="Run `slipway cost refresh` again, or delete the file.",
        )
        super().__init__([fault])


@cache
def built_in() -> tuple[Price, ...]:
    """The prices that ship with this version."""
    return read_book(BUILT_IN)


def refreshed_file() -> Path:
    """Where `slipway cost refresh` keeps what the providers answered."""
    chosen = os.environ.get(FILE_VARIABLE)
    return Path(chosen) if chosen else cache_folder() / "prices" / "refreshed.csv"


def refreshed(path: Path | None = None) -> tuple[Price, ...]:
    """The refreshed prices; none where nothing was ever refreshed.

    Raises:
        BrokenRefreshedBookError: The file is there and can't be read.
    """
    file = path or refreshed_file()
    if not file.exists():
        return ()
    try:
        return read_book(file)
    except CostInputError as error:
        raise BrokenRefreshedBookError(file, error) from error


def layers_used(prices: Iterable[Price]) -> str:
    """How many of the prices come from which layer, e.g. ``3 of your book, 41 built-in``."""
    counts = Counter(_layer(price) for price in prices)
    told = ("of your book", "refreshed", "built-in")
    return ", ".join(f"{counts[name]} {name}" for name in told if counts[name])


def _layer(price: Price) -> str:
    if price.file == str(BUILT_IN):
        return "built-in"
    return "refreshed" if price.file == str(refreshed_file()) else "of your book"
