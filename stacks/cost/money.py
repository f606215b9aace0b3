"""Money as text."""

from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


def cents(amount: Decimal) -> str:
    """Rounded to cents, half up."""
    return f"{amount.quantize(CENT, rounding=ROUND_HALF_UP):f}"


def exact(amount: Decimal) -> str:
    """All digits that count, at least two after the point."""
    text = f"{amount.normalize():f}"
    whole, _, part = text.partition(".")
    return f"{whole}.{part:0<2}"
