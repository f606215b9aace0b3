"""What an estimate may be held against besides the stack's budget."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Literal

from typing_extensions import override

LimitName = Literal["budget", "max-increase", "min-coverage", "max-price-age"]


@dataclass(frozen=True, kw_only=True)
class MaxIncrease:
    """How much the expected bill may rise: an amount of money, or a share of the base's bill."""

    figure: Decimal
    percent: bool

    def of(self, base: Decimal) -> Decimal:
        """The money that it allows; a share of nothing is nothing."""
        return base * self.figure / 100 if self.percent else self.figure

    @override
    def __str__(self) -> str:
        return f"{self.figure:f} %" if self.percent else f"{self.figure:f}"


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Each one that is None isn't checked."""

    max_increase: MaxIncrease | None = None
    min_coverage: Decimal | None = None
    """In percent."""
    max_price_age: timedelta | None = None


@dataclass(frozen=True, kw_only=True)
class Violation:
    """A limit that isn't kept, and a sentence that says by how much."""

    limit: LimitName
    message: str
