"""Figures as pictures and pages show them, with the thousands apart."""

from decimal import ROUND_HALF_UP, Decimal

from slipway.stacks.cost.money import cents

_SMALL = 10


def money(amount: Decimal) -> str:
    """Whole; cents count only below ten."""
    if amount < _SMALL:
        return cents(amount)
    return f"{amount.quantize(Decimal(1), rounding=ROUND_HALF_UP):,f}"


def grouped(number: Decimal) -> str:
    """All digits that count and no more."""
    return f"{number.normalize():,f}"
