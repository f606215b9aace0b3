"""One price: what it is for, what it is, who says so and since when."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Literal, get_args

from typing_extensions import override

from slipway.stacks.cost.catalogue.unit import Unit

Confidence = Literal["live", "listed", "derived", "low"]
CONFIDENCES: tuple[Confidence, ...] = get_args(Confidence)


@dataclass(frozen=True, order=True, kw_only=True)
class PriceKey:
    """What is sold, and where; exactly one price belongs to it."""

    provider: str
    service: str
    sku: str
    region: str

    @override
    def __str__(self) -> str:
        return f"{self.provider} {self.service} / {self.sku} in {self.region}"


@dataclass(frozen=True, kw_only=True)
class Tier:
    """A price per unit from a quantity on; the quantity counts from the first unit of the month."""

    start: Decimal
    amount: Decimal


@dataclass(frozen=True, kw_only=True)
class Price:
    """A list price; `tiers` rise and apply to the part of the quantity that lies in them.

    `free_quantity` is the start of every month's quantity that nobody bills. `free` marks a
    price of zero that is meant: any other zero is refused.
    """

    key: PriceKey
    unit: Unit
    currency: str
    tiers: tuple[Tier, ...]
    free_quantity: Decimal
    free: bool
    source: str
    as_of: str
    """The date as the source gives it: a year, a month or a day."""
    confidence: Confidence
    file: str
    line: int

    @property
    def date(self) -> date:
        """The earliest day that `as_of` may mean."""
        return day_of(self.as_of)

    @property
    def origin(self) -> str:
        """File and line of the row; the file as one would name it from here."""
        file = Path(self.file)
        here = Path.cwd()
        shown = file.relative_to(here) if file.is_relative_to(here) else file
        return f"{shown}:{self.line}"


@dataclass(frozen=True, kw_only=True)
class PriceMissing:
    """No layer has a price for it."""

    key: PriceKey


def day_of(text: str) -> date:
    """The first day of a year, a month or a day.

    Raises:
        ValueError: The text is none of them.
    """
    parts = [int(part) for part in text.split("-")]
    year, month, day = [*parts, 1, 1][:3]
    return date(year, month, day)
