"""How long the model takes, learnt from its own calls."""

from __future__ import annotations

from math import inf

_GROWTH = 1.02


class CallTime:
    """Seconds for a call with one row, and for each row of larger calls.

    A call that is shorter than known is believed at once, a longer one only step by step: what a
    clock sees is the model's time and whatever the machine did meanwhile, and one bad moment must
    not send the next calls a slower way, on which they would look slow as well.
    """

    __slots__ = ("each", "one")

    def __init__(self) -> None:
        self.one = inf
        self.each = inf

    def learn(self, rows: int, seconds: float) -> None:
        """Moves what is known towards a call that was made."""
        if rows == 1:
            self.one = min(seconds, self.one * _GROWTH)
        else:
            self.each = min(seconds / rows, self.each * _GROWTH)

    def expected(self, rows: int) -> float:
        """For so many rows; infinite while nothing was seen."""
        return self.one if rows == 1 else rows * min(self.each, self.one)
