"""How many samples of metrics come in."""

from decimal import Decimal

from slipway.stacks.cost.rules.context import Context
from slipway.stacks.cost.span import Span

_SECONDS_BETWEEN = Decimal(30)
"""The scrape interval that the platform configures."""


def samples(context: Context) -> Span:
    """One sample of each series every interval, the whole month."""
    return context.assume("metric-series") * (context.hours * 3600 / _SECONDS_BETWEEN)
