"""What the requests of models weigh: moved in a month, and kept in the request log."""

from decimal import Decimal

from slipway.stacks.cost.rules.context import Context
from slipway.stacks.cost.span import NOTHING, Span

_SECONDS_PER_HOUR = Decimal(3600)
_SECONDS_PER_DAY = Decimal(86_400)
_GB = Decimal(10) ** 9


def moved_gigabytes(context: Context, model: str | None) -> Span:
    """A model's requests and answers of a month; nothing for one without a workload."""
    rate = None if model is None else context.traffic.requests_per_second(model)
    if rate is None:
        return NOTHING
    return rate * context.assume("request-bytes") * (context.hours * _SECONDS_PER_HOUR / _GB)


def logged_gigabytes(context: Context) -> Span:
    """Requests per second of all models, each of some bytes, for the days that they are kept."""
    rates = [
        rate
        for model in context.config.platform.models
        if (rate := context.traffic.requests_per_second(model)) is not None
    ]
    kept = context.assume("request-bytes") * context.assume("request-log-days")
    return sum(rates, NOTHING) * kept * (_SECONDS_PER_DAY / _GB)
