"""What a rule may ask besides the resource itself."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cached_property

from cronsim import CronSim

from slipway.stacks.config.stack import StackConfig
from slipway.stacks.config.targets.aws import AwsTarget
from slipway.stacks.config.targets.azure import AzureTarget
from slipway.stacks.cost.catalogue.price import PriceKey
from slipway.stacks.cost.catalogue.unit import Unit
from slipway.stacks.cost.packing.pools import NodePool
from slipway.stacks.cost.rules.outcome import Demand
from slipway.stacks.cost.span import Span
from slipway.stacks.cost.usage.assumption import UsageAssumption
from slipway.stacks.cost.usage.assumptions import Assumptions
from slipway.stacks.cost.usage.traffic import Traffic
from slipway.stacks.plan.graph import Plan, PlannedResource

_COUNTED_DAYS = 28
_THEN = datetime(2026, 2, 2, tzinfo=UTC)
"""A Monday; four weeks from here hold each weekday four times."""


@dataclass(frozen=True, kw_only=True)
class Context:
    """The plan and config around a resource, and the nodes that its pods were packed into."""

    plan: Plan
    config: StackConfig
    hours: Decimal
    assumptions: Assumptions
    traffic: Traffic
    pools: Sequence[NodePool]
    nodes: Mapping[str, Span]
    packed_by: Collection[str] = ()
    """The assumptions that the number of nodes rests on."""

    @property
    def region(self) -> str:
        """Where everything is; empty on a machine or cluster of the user's own."""
        target = self.config.platform.target
        return target.region if isinstance(target, (AwsTarget, AzureTarget)) else ""

    @cached_property
    def by_type(self) -> Mapping[str, Sequence[PlannedResource]]:
        """The plan's resources by type, in order."""
        found: dict[str, list[PlannedResource]] = {}
        for one in self.plan.resources:
            found.setdefault(one.type, []).append(one)
        return found

    def nodes_of(self, pool: NodePool) -> Span:
        """How many nodes of a pool run on average."""
        self.assumptions.depend(self.packed_by)
        return self.nodes[pool.id]

    def assume(self, name: str) -> Span:
        """The figure of an assumption; it is listed in the report."""
        return self.assumptions.value(name)

    def model_of(self, resource: PlannedResource) -> str | None:
        """The model that a resource is named after; the longest name that fits."""
        fitting = [
            name
            for name in self.config.platform.models
            if resource.name == name or resource.name.startswith(f"{name}-")
        ]
        return max(fitting, key=len, default=None)

    def given(self, resource: PlannedResource, what: str, value: str | None, otherwise: str) -> str:
        """A value of the plan; where it isn't known yet, another one as a stated assumption."""
        if value is not None:
            return value
        self.assumptions.state(
            UsageAssumption(
                name=f"{what} {otherwise}",
                unit="each",
                value=Span.exactly(1),
                scope=resource.name,
                origin="default",
                reason=f"The plan doesn't know the {what} of {resource.name}: taken as {otherwise}",
            )
        )
        return otherwise

    def drift_hours(self, model: str | None) -> Span:
        """Hours that the drift jobs of a model run in a month."""
        minutes = self.assume("job-minutes")
        if model is None:
            return minutes * 0
        schedule = self.config.platform.models[model].monitoring.schedule
        end = _THEN + timedelta(days=_COUNTED_DAYS)
        runs = 0
        for moment in CronSim(schedule, _THEN):
            if moment > end:
                break
            runs += 1
        monthly = runs * self.hours / (_COUNTED_DAYS * 24)
        return minutes * (monthly / 60)

    def demand(self, label: str, service: str, sku: str, unit: Unit, quantity: Span) -> Demand:
        """Something that is billed for being there."""
        return Demand(
            label=label, key=self._key(service, sku), unit=unit, quantity=quantity, kind="baseline"
        )

    def usage(self, label: str, service: str, sku: str, unit: Unit, quantity: Span) -> Demand:
        """Something that is billed for being used."""
        return Demand(
            label=label, key=self._key(service, sku), unit=unit, quantity=quantity, kind="usage"
        )

    def running(self, label: str, service: str, sku: str, count: Span | int = 1) -> Demand:
        """So many of something that is billed by the hour, the whole month."""
        number = Span.exactly(count) if isinstance(count, int) else count
        return self.demand(label, service, sku, Unit.HOUR, number * self.hours)

    def _key(self, service: str, sku: str) -> PriceKey:
        provider = self.config.platform.target.kind
        return PriceKey(provider=provider, service=service, sku=sku, region=self.region)
