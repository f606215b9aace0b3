"""What a quantity costs at a price."""

from decimal import ROUND_HALF_UP, Decimal

from slipway.stacks.cost.catalogue.price import Price
from slipway.stacks.cost.span import Span

PRECISION = Decimal("0.000001")
"""Lines are kept to a millionth, so that their sum is exact; rounding to cents is for showing."""


def charge(price: Price, quantity: Decimal) -> Decimal:
    """The money for a quantity in the price's own unit, tier by tier.

    The free quantity is the first part of the month's, and lies below the tiers like one of
    price zero.
    """
    ends = [*(tier.start for tier in price.tiers[1:]), None]
    money = Decimal(0)
    for tier, end in zip(price.tiers, ends, strict=True):
        start = max(tier.start, price.free_quantity)
        stop = quantity if end is None else min(quantity, end)
        money += max(Decimal(0), stop - start) * tier.amount
    return money.quantize(PRECISION, rounding=ROUND_HALF_UP)


def charge_span(price: Price, quantity: Span) -> Span:
    """The money for each of three quantities."""
    return quantity.map(lambda one: charge(price, one))
