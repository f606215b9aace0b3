"""Requests per second of each model, and the replicas that they keep busy."""

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from slipway.stacks.config.faults import ConfigError, Fault
from slipway.stacks.config.platform import Workload
from slipway.stacks.config.stack import StackConfig
from slipway.stacks.cost.span import Span
from slipway.stacks.cost.usage.assumption import UsageAssumption
from slipway.stacks.cost.usage.assumptions import Assumptions


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """What an autoscaler keeps to."""

    low: int
    high: int

    def clamp(self, wanted: Decimal) -> Decimal:
        """The nearest number within the bounds."""
        return min(max(wanted, Decimal(self.low)), Decimal(self.high))


def requests_per_second(config: StackConfig, assumptions: Assumptions, model: str) -> Span | None:
    """The traffic of a model's `workload`; None where the config gives none.

    Raises:
        ConfigError: The range is out of order.
    """
    workload = config.platform.workload.get(model)
    if workload is None:
        return None
    return assumptions.state(
        UsageAssumption(
            name=f"requests-per-second {model}",
            unit="requests/s",
            value=_range(config, model, workload),
            scope="average over the month",
            origin="config",
            reason=f"workload.{model}.requestsPerSecond of the stack's config",
        )
    )


def _range(config: StackConfig, model: str, workload: Workload) -> Span:
    given = workload.requests_per_second
    try:
        # Through text: 0.1 of the YAML is 0.1, and not the nearest binary fraction.
        return Span(*(Decimal(str(one)) for one in (given.low, given.expected, given.high)))
    except ValueError:
        fault = Fault(
            path=f"platform.workload.{model}.requestsPerSecond",
            value=f"low {given.low}, expected {given.expected}, high {given.high}",
            rule="low <= expected <= high",
            remedy="Put the three in order.",
        )
        raise ConfigError(f"Pulumi.{config.stack}.yaml", [fault]) from None


def replicas(config: StackConfig, assumptions: Assumptions, model: str, bounds: Bounds) -> Span:
    """How many replicas of a model run on average.

    Requests per second times seconds per request are the requests in flight; divided by what one
    replica should work on at once, rounded up, within the autoscaler's bounds.
    """
    rate = requests_per_second(config, assumptions, model)
    if rate is None:
        unknown = UsageAssumption(
            name=f"replicas {model}",
            unit="replicas",
            value=Span(Decimal(bounds.low), Decimal(bounds.low), Decimal(bounds.high)),
            scope="average over the month",
            origin="default",
            reason=f"The config has no workload.{model}: the minimum, at most the maximum",
        )
        return assumptions.state(unknown)
    in_flight = rate * assumptions.value("service-seconds")
    target = Decimal(config.platform.models[model].serving.target_in_flight)
    return in_flight.map(
        lambda one: bounds.clamp((one / target).to_integral_value(rounding=ROUND_CEILING))
    )
