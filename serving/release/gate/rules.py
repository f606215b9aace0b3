"""The figures that the gate judges by."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class GateRules:
    """How much data a comparison needs, and how its uncertainty is found."""

    min_rows: int = 100
    """Fewer held-out rows can't tell two models apart."""
    min_rows_per_class: int = 10
    tolerance: float = 1e-12
    """Rounding, not a margin: a candidate that is worse by more is refused."""
    resamples: int = 500
    confidence: float = 0.95
    seed: int = 20_240
    """Fixed, so that the same models and data give the same evidence."""
