"""Totals of several estimates over a range of request rates."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from slipway.stacks.config.stack import StackConfig
from slipway.stacks.cost.estimate.estimator import Estimator
from slipway.stacks.cost.span import Span
from slipway.stacks.cost.usage.assumptions import Assumptions
from slipway.stacks.cost.usage.traffic import Traffic, rate_name

_POINTS = 100
_BELOW = 10.0
"""The sweep begins at this part of the lowest rate of the config."""
_ABOVE = 2.0
"""And ends at so many times its highest."""
_DIGITS = 3


class NoTrafficError(Exception):
    """Request rates were asked for where no model has any."""

    def __init__(self, stack: str) -> None:
        super().__init__(
            f"Pulumi.{stack}.yaml: platform.workload: got no requestsPerSecond above zero; "
            "expected the traffic of at least one model. State its low, expected and high average."
        )


@dataclass(frozen=True, kw_only=True)
class Sweep:
    """The monthly total of each estimate at each rate."""

    rates: tuple[Decimal, ...]
    """Requests per second on average over the month, of all models together."""
    totals: Mapping[str, tuple[Span, ...]]
    """By the name of the estimate; one total for each of `rates`."""


def default_rates(config: StackConfig) -> tuple[Decimal, ...]:
    """About a hundred rates, evenly apart on a logarithmic scale, around those of the config.

    They have three digits that count, so that they can be read and asked for again.

    Raises:
        NoTrafficError: No model has any.
    """
    low, expected, high = _config_rates(config)
    if not high:
        raise NoTrafficError(config.stack)
    # A lowest rate of zero has no place on a logarithmic scale.
    first = (low or expected or high) / _BELOW
    step = math.log(high * _ABOVE / first) / (_POINTS - 1)
    rates = (_rounded(first * math.exp(step * at)) for at in range(_POINTS))
    return tuple(dict.fromkeys(rates))


def sweep(estimators: Mapping[str, Estimator], rates: Sequence[Decimal]) -> Sweep:
    """Every estimate at every rate; each model keeps its share of the expected traffic.

    The other assumptions keep their bounds. A model without a `workload` stays as it is.

    Raises:
        NoTrafficError: No model of an estimate has any.
    """
    costs = {name: RateCost(estimator) for name, estimator in estimators.items()}
    return Sweep(
        rates=tuple(rates),
        totals={name: tuple(cost(rate) for rate in rates) for name, cost in costs.items()},
    )


class RateCost:
    """The monthly total of an estimate as a function of requests per second.

    Raises:
        NoTrafficError: No model has any.
    """

    def __init__(self, estimator: Estimator) -> None:
        self._estimator = estimator
        # Those of the config, and not only what the bill rests on: where a cluster is somebody
        # else's, its nodes are too, and the bill is the same at any rate.
        traffic = Traffic(estimator.config, Assumptions())
        rates = {
            rate_name(model): found.expected
            for model in estimator.config.platform.workload
            if (found := traffic.requests_per_second(model)) is not None
        }
        whole = sum(rates.values(), Decimal(0))
        if not whole:
            raise NoTrafficError(estimator.plan.stack)
        used = {one.name for one in estimator.base.assumptions}
        self._shares = {name: rate / whole for name, rate in rates.items() if name in used}

    def __call__(self, rate: Decimal) -> Span:
        """The total at a rate of all models together."""
        return self._estimator.total(
            {name: Span.exactly(rate * share) for name, share in self._shares.items()}
        )


def _config_rates(config: StackConfig) -> tuple[float, float, float]:
    ranges = [one.requests_per_second for one in config.platform.workload.values()]
    return (
        math.fsum(one.low for one in ranges),
        math.fsum(one.expected for one in ranges),
        math.fsum(one.high for one in ranges),
    )


def _rounded(rate: float) -> Decimal:
    exact = Decimal(rate)
    step = Decimal(1).scaleb(exact.adjusted() - _DIGITS + 1)
    rounded = exact.quantize(step, rounding=ROUND_HALF_UP)
    return Decimal(f"{rounded:f}")
