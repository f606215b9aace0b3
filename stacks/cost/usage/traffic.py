"""Requests per second of each model, and the replicas that they keep busy."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from slipway.stacks.config.faults import ConfigError, Fault
from slipway.stacks.config.platform import Workload
from slipway.stacks.config.stack import StackConfig
from slipway.stacks.cost.span import Span
from slipway.stacks.cost.usage.assumption import UsageAssumption
from slipway.stacks.cost.usage.assumptions import Assumptions
from slipway.stacks.cost.usage.load_curve import HOURS_OF_WEEK, LoadLevel, load_levels


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """What an autoscaler keeps to."""

    low: int
    high: int

    def clamp(self, wanted: Decimal) -> Decimal:
        """The nearest number within the bounds."""
        return min(max(wanted, Decimal(self.low)), Decimal(self.high))


@dataclass(frozen=True, kw_only=True)
class Replicas:
    """How many run at each level of the load, and on average over all hours."""

    levels: tuple[Span, ...]
    average: Span


def rate_name(model: str) -> str:
    """The name of the assumption that holds a model's requests per second."""
    return f"requests-per-second {model}"


class Traffic:
    """The load of a stack's models over the week."""

    def __init__(self, config: StackConfig, assumptions: Assumptions) -> None:
        self._config = config
        self._assumptions = assumptions
        self._busy: dict[str, Replicas] = {}
        self.levels: tuple[LoadLevel, ...] = load_levels(config)

    @property
    def busy(self) -> Mapping[str, Replicas]:
        """The replicas of every model that was asked for."""
        return self._busy

    def requests_per_second(self, model: str) -> Span | None:
        """A model's average over the month; None where the config gives no `workload`.

        Raises:
            ConfigError: The range is out of order.
        """
        workload = self._config.platform.workload.get(model)
        if workload is None:
            return None
        return self._assumptions.state(
            UsageAssumption(
                name=rate_name(model),
                unit="requests/s",
                value=_range(self._config, model, workload),
                scope="average over the month",
                origin="config",
                reason=f"workload.{model}.requestsPerSecond of the stack's config",
            )
        )

    def replicas(self, model: str, bounds: Bounds) -> Replicas:
        """How many replicas of a model run.

        At each level, requests per second times seconds per request are the requests in flight;
        divided by what one replica should work on at once, rounded up, within the autoscaler's
        bounds.
        """
        rate = self.requests_per_second(model)
        if rate is None:
            return self.steady(self._unknown(model, bounds))
        in_flight = rate * self._assumptions.value("service-seconds")
        target = Decimal(self._config.platform.models[model].serving.target_in_flight)
        levels = tuple(
            _replicas(in_flight * level.factors[model], target, bounds) for level in self.levels
        )
        found = Replicas(levels=levels, average=self.average(levels))
        self._busy[model] = found
        return found

    def steady(self, count: Span) -> Replicas:
        """The same at every level."""
        return Replicas(levels=(count,) * len(self.levels), average=count)

    def average(self, levels: tuple[Span, ...]) -> Span:
        """A figure of each level, over all hours of the week."""
        weighted = zip(levels, self.levels, strict=True)
        whole = Span.total(figure * level.hours for figure, level in weighted)
        return whole.map(lambda one: one / HOURS_OF_WEEK)

    def _unknown(self, model: str, bounds: Bounds) -> Span:
        return self._assumptions.state(
            UsageAssumption(
                name=f"replicas {model}",
                unit="replicas",
                value=Span(Decimal(bounds.low), Decimal(bounds.low), Decimal(bounds.high)),
                scope="average over the month",
                origin="default",
                reason=f"The config has no workload.{model}: the minimum, at most the maximum",
            )
        )


def _replicas(in_flight: Span, target: Decimal, bounds: Bounds) -> Span:
    return in_flight.map(
        lambda one: bounds.clamp((one / target).to_integral_value(rounding=ROUND_CEILING))
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
