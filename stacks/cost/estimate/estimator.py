"""A planned stack, estimated as often as an assumption changes."""

import dataclasses
import difflib
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cached_property

from slipway.stacks.config.stack import StackConfig
from slipway.stacks.cost.catalogue.catalogue import Catalogue
from slipway.stacks.cost.catalogue.price import Price
from slipway.stacks.cost.estimate.estimate import Estimate
from slipway.stacks.cost.estimate.item import CostItem
from slipway.stacks.cost.estimate.level_use import level_uses
from slipway.stacks.cost.estimate.line import places
from slipway.stacks.cost.faults import CostInputError, InputFault
from slipway.stacks.cost.packing.pack import Packed, Packer
from slipway.stacks.cost.packing.pods import pods_of
from slipway.stacks.cost.packing.pools import node_pools
from slipway.stacks.cost.rules.context import Context
from slipway.stacks.cost.span import Span
from slipway.stacks.cost.usage.assumption import UsageAssumption
from slipway.stacks.cost.usage.assumptions import Assumptions
from slipway.stacks.cost.usage.traffic import Traffic
from slipway.stacks.cost.usage_list.usage import DEFAULT_HOURS
from slipway.stacks.plan.graph import Plan

CURRENCY = "USD"
"""Of an estimate without any price; otherwise the prices say."""


class UnknownAssumptionError(Exception):
    """Another figure was asked for than the estimate rests on."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        near = difflib.get_close_matches(name, known, n=1)
        remedy = f"Nearest: {near[0]}." if near else f"Known are: {', '.join(known)}."
        super().__init__(f"assumption {name}: got no such name. {remedy}")


class Estimator:
    """Estimates one plan; under other figures only the lines that rest on them are made anew.

    Raises:
        ConfigError: The config's traffic is out of order.
        CostInputError: A price is in another unit or currency than its kind.
    """

    def __init__(
        self,
        plan: Plan,
        config: StackConfig,
        catalogue: Catalogue,
        *,
        assumptions: Mapping[str, UsageAssumption] | None = None,
        hours: Decimal = DEFAULT_HOURS,
    ) -> None:
        self.plan = plan
        self.config = config
        self._catalogue = catalogue
        self._overrides = assumptions
        self._hours = hours
        self._places = tuple(places(plan))
        self._pools = node_pools(plan)
        self._packer = Packer(self._pools, pods_of(plan, config))
        self._assumptions = Assumptions(assumptions)
        self._context, self._packed = self._packed_context(self._assumptions)
        self._sums: dict[frozenset[int], Span] = {}
        self._lines = [one.lines(self._context, catalogue) for one in self._places]

    @cached_property
    def base(self) -> Estimate:
        """The month's bill under the given assumptions."""
        items = tuple(line for lines in self._lines for line in lines)
        return Estimate(
            stack=self.plan.stack,
            variant=self.plan.variant,
            target=self.plan.target,
            region=self._context.region,
            currency=_one_currency(items),
            hours_per_month=self._hours,
            catalogue=self._catalogue.digest,
            items=items,
            assumptions=self._assumptions.used,
            load=level_uses(self._context.traffic, self._packed, self._hours),
            notes=self._packed.notes,
        )

    def at(self, changes: Mapping[str, Span]) -> Estimate:
        """The bill under other figures, by the names of the assumptions.

        Raises:
            UnknownAssumptionError: Nothing in the estimate has such a name.
        """
        base = self.base
        context, packed, lines = self._changed(changes)
        items = [line for at, old in enumerate(self._lines) for line in lines.get(at, old)]
        return dataclasses.replace(
            base,
            items=tuple(items),
            assumptions=tuple(
                dataclasses.replace(one, value=changes.get(one.name, one.value))
                for one in base.assumptions
            ),
            load=level_uses(context.traffic, packed, self._hours),
            notes=packed.notes,
        )

    def total(self, changes: Mapping[str, Span]) -> Span:
        """The total of `at`, without the rest of it: for questions that are asked a hundred times.

        Raises:
            UnknownAssumptionError: Nothing in the estimate has such a name.
        """
        _, _, lines = self._changed(changes)
        kept = self._sum_of_all_but(frozenset(lines))
        return Span.total([kept, *(line.cost for made in lines.values() for line in made)])

    def _packed_context(self, assumptions: Assumptions) -> tuple[Context, Packed]:
        traffic = Traffic(self.config, assumptions)
        with assumptions.watched() as names:
            packed = self._packer.pack(traffic, assumptions)
        context = Context(
            plan=self.plan,
            config=self.config,
            hours=self._hours,
            assumptions=assumptions,
            traffic=traffic,
            pools=self._pools,
            nodes=packed.nodes,
            packed_by=frozenset(names),
        )
        return context, packed

    def _changed(
        self, changes: Mapping[str, Span]
    ) -> tuple[Context, Packed, dict[int, tuple[CostItem, ...]]]:
        """The lines that rest on what changed, by the number of their place."""
        known = [one.name for one in self._assumptions.used]
        for name in changes:
            if name not in known:
                raise UnknownAssumptionError(name, known)
        context, packed = self._packed_context(Assumptions(self._overrides, changes))
        lines = {
            at: self._places[at].lines(context, self._catalogue)
            for at, old in enumerate(self._lines)
            if any(name in changes for line in old for name in line.assumed)
        }
        return context, packed, lines

    def _sum_of_all_but(self, changed: frozenset[int]) -> Span:
        if changed not in self._sums:
            self._sums[changed] = Span.total(
                line.cost
                for at, lines in enumerate(self._lines)
                if at not in changed
                for line in lines
            )
        return self._sums[changed]


def _one_currency(items: Sequence[CostItem]) -> str:
    """The currency of all prices.

    Raises:
        CostInputError: There are two.
    """
    prices: list[Price] = list(
        {item.price.key: item.price for item in items if item.price is not None}.values()
    )
    if not prices:
        return CURRENCY
    first = prices[0]
    faults = [
        InputFault(
            source=price.file,
            line=price.line,
            value=f"{price.key}: a price in {price.currency}",
            rule=f"{first.currency}, as {first.origin}",
            remedy="Currencies are not added: give every price that is used in one.",
        )
        for price in prices
        if price.currency != first.currency
    ]
    if faults:
        raise CostInputError(faults)
    return first.currency
