"""Money as a picture shows it: whole, with the thousands apart."""

from decimal import ROUND_HALF_UP, Decimal

from slipway.stacks.cost.money import cents

_SMALL = 10


def money(amount: Decimal) -> str:
    """Cents count only below ten."""
    if amount < _SMALL:
        return cents(amount)
    return f"{amount.quantize(Decimal(1), rounding=ROUND_HALF_UP):,f}"
