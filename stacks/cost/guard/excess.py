"""How far above a limit, as text."""

from decimal import Decimal

from slipway.stacks.cost.money import cents


def excess(amount: Decimal) -> str:
    """In cents; what is less than half a cent is above all the same, and no "0.00"."""
    text = cents(amount)
    return text if Decimal(text) else "less than 0.01"
