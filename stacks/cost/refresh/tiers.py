"""Tiers of an answer, checked; a price of zero is never one.

Free allowances are left out, as they are in the built-in book: they belong to an account and not
to a line of a bill, and a sum that granted them to every line would be too low. The first tier
that is paid begins at zero then.
"""

from collections.abc import Iterable
from itertools import pairwise

from slipway.stacks.cost.catalogue.price import Tier
from slipway.stacks.cost.refresh.answer import UnusableAnswerError


def paid(tiers: Iterable[Tier]) -> tuple[Tier, ...]:
    """The tiers in order, without a free allowance at their beginning.

    Raises:
        UnusableAnswerError: A price is zero or negative, two begin at one quantity, or none at 0.
    """
    ordered = sorted(set(tiers), key=lambda tier: (tier.start, tier.amount))
    if not ordered:
        raise UnusableAnswerError("it has no price in USD")
    for one, following in pairwise(ordered):
        if one.start == following.start:
            raise UnusableAnswerError(
                f"two prices begin at {one.start}: {one.amount} and {following.amount}"
            )
    if ordered[0].start != 0:
        raise UnusableAnswerError(f"its lowest tier begins at {ordered[0].start} and not at 0")
    first = next((at for at, tier in enumerate(ordered) if tier.amount != 0), None)
    if first is None:
        raise UnusableAnswerError("its price is zero, which is taken for no price")
    rest = ordered[first:]
    wrong = next((tier for tier in rest if tier.amount <= 0), None)
    if wrong is not None:
        raise UnusableAnswerError(f"its price from {wrong.start} on is {wrong.amount}")
    return (Tier(start=ordered[0].start, amount=rest[0].amount), *rest[1:])
