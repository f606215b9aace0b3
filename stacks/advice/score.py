"""How good a cell is in one factor, and why."""

from dataclasses import dataclass
from fractions import Fraction

LEAST = 1
MOST = 5


@dataclass(frozen=True, kw_only=True)
class Score:
    """From 1 to 5, the best for the team; exact, so that a tie is a tie."""

    value: Fraction
    reason: str
    """One sentence that can be checked."""
