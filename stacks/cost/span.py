"""A figure with its bounds: low, expected, high."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Span:
    """Three figures in order; none is below zero.

    Raises:
        ValueError: They are out of order or negative.
    """

    low: Decimal
    expected: Decimal
    high: Decimal

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.expected <= self.high:
            raise ValueError("0 <= low <= expected <= high")

    @classmethod
    def exactly(cls, value: Decimal | int) -> "Span":
        """The same figure three times."""
        return cls(Decimal(value), Decimal(value), Decimal(value))

    @classmethod
    def total(cls, spans: Iterable["Span"]) -> "Span":
        """Their sum, bound by bound."""
        found = NOTHING
        for one in spans:
            found += one
        return found

    def __add__(self, other: "Span") -> "Span":
        return Span(self.low + other.low, self.expected + other.expected, self.high + other.high)

    def __mul__(self, other: "Span | Decimal | int") -> "Span":
        by = other if isinstance(other, Span) else Span.exactly(other)
        return Span(self.low * by.low, self.expected * by.expected, self.high * by.high)

    def map(self, change: Callable[[Decimal], Decimal]) -> "Span":
        """Each figure changed; the change must keep their order."""
        return Span(change(self.low), change(self.expected), change(self.high))

    def each(self) -> tuple[Decimal, Decimal, Decimal]:
        """The three figures, from low to high."""
        return self.low, self.expected, self.high


NOTHING = Span.exactly(0)
