"""The request rate that a cell's bounds bear: beyond it a flat curve is no cheap one."""

from collections.abc import Mapping
from decimal import Decimal

from slipway.stacks.config.stack import StackConfig
from slipway.stacks.cost.estimate.estimator import Estimator
from slipway.stacks.cost.span import Span
from slipway.stacks.cost.usage.load_curve import load_levels
from slipway.stacks.cost.usage.traffic import rate_name

_STEPS = 24
"""Of halving: the rate is then known to more digits than are shown."""
_DIGITS = Decimal("0.1")
_OF_PACKING = ("service-seconds", "node-", "cluster-overhead-")
"""Beginnings of the assumptions that decide how many nodes the pods need."""


def serves_up_to(estimator: Estimator) -> Decimal | None:
    """Requests per second of all models together, each with its share of the config's traffic.

    A model bears what its most replicas work on at once, at the expected time per request and in
    the busiest hours; the first one at its limit is everybody's. Where the pools can't take that
    many pods, what they can take is the limit. None where no model has traffic.
    """
    rates = _expected_rates(estimator)
    whole = sum(rates.values(), Decimal(0))
    seconds = _service_seconds(estimator)
    if not whole or not seconds:
        return None
    times = min(
        _bearable(estimator.config, model, seconds) / rate for model, rate in rates.items() if rate
    )
    return (whole * _with_room(estimator, rates, times)).quantize(_DIGITS)


def _expected_rates(estimator: Estimator) -> dict[str, Decimal]:
    values = {one.name: one.value for one in estimator.base.assumptions}
    return {
        model: values[rate_name(model)].expected
        for model in estimator.config.platform.workload
        if rate_name(model) in values
    }


def _service_seconds(estimator: Estimator) -> Decimal | None:
    found = (one for one in estimator.base.assumptions if one.name == "service-seconds")
    return next((one.value.expected for one in found), None)


def _bearable(config: StackConfig, model: str, seconds: Decimal) -> Decimal:
    serving = config.platform.models[model].serving
    busiest = max(level.factors[model] for level in load_levels(config))
    return serving.replicas.max * serving.target_in_flight / (seconds * busiest)


def _with_room(estimator: Estimator, rates: Mapping[str, Decimal], most: Decimal) -> Decimal:
    """The multiple of the traffic, at most `most`, whose pods all find a node."""
    unmoved = set(_notes(estimator, rates, Decimal(0)))
    if set(_notes(estimator, rates, most)) <= unmoved:
        return most
    low, high = Decimal(0), most
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if set(_notes(estimator, rates, middle)) <= unmoved:
            low = middle
        else:
            high = middle
    return low


def _notes(estimator: Estimator, rates: Mapping[str, Decimal], times: Decimal) -> tuple[str, ...]:
    """What has no place at so much traffic, with everything else as expected."""
    changes = {
        one.name: Span.exactly(one.value.expected)
        for one in estimator.base.assumptions
        if one.name.startswith(_OF_PACKING)
    }
    changes |= {rate_name(model): Span.exactly(rate * times) for model, rate in rates.items()}
    return estimator.at(changes).notes
