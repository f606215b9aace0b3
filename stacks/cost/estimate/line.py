"""Makes the lines of an estimate from what a rule says of a resource."""

import dataclasses
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP
from typing import Literal

from slipway.stacks.cost.catalogue.catalogue import Catalogue
from slipway.stacks.cost.catalogue.charge import PRECISION, charge_span
from slipway.stacks.cost.catalogue.price import Price
from slipway.stacks.cost.catalogue.unit import UnitMismatchError, convert
from slipway.stacks.cost.estimate.item import CostItem
from slipway.stacks.cost.faults import CostInputError, InputFault
from slipway.stacks.cost.rules.context import Context
from slipway.stacks.cost.rules.outcome import Demand, Free, Outcome, Unsupported
from slipway.stacks.cost.rules.registry import outcomes, structural
from slipway.stacks.plan.graph import Plan, PlannedResource
from slipway.stacks.plan.roles import Role, roles


@dataclass(frozen=True, kw_only=True)
class Place:
    """A resource that may be billed, and where it stands in the platform."""

    resource: PlannedResource
    stem: str
    """What the ids of its lines begin with; no other resource has it."""
    component: tuple[str, ...]
    role: Role

    def lines(self, context: Context, catalogue: Catalogue) -> tuple[CostItem, ...]:
        """The lines of the resource, with the assumptions that they rest on.

        Raises:
            CostInputError: A price is for another thing than the rule asks for.
        """
        with context.assumptions.watched() as names:
            said = outcomes(self.resource, context)
        lines = [self._line(outcome, context, catalogue) for outcome in said]
        assumed = tuple(sorted(names))
        return tuple(
            dataclasses.replace(line, id=line_id, assumed=assumed)
            for line, line_id in zip(lines, self._ids(lines), strict=True)
        )

    def _ids(self, lines: list[CostItem]) -> Iterator[str]:
        seen: Counter[str] = Counter()
        for line in lines:
            label = re.sub(r"[^a-z0-9._]+", "-", line.label.lower())
            seen[label] += 1
            number = "" if seen[label] == 1 else f"-{seen[label]}"
            yield f"{self.stem}/{label}{number}"

    def _line(self, outcome: Outcome, context: Context, catalogue: Catalogue) -> CostItem:
        match outcome:
            case Demand():
                return self._demanded(outcome, context, catalogue)
            case Free():
                return self._unpriced("free", f"{outcome.reason} ({outcome.source})")
            case Unsupported():
                return self._unpriced("unsupported", outcome.reason)

    def _unpriced(self, status: Literal["free", "unsupported"], reason: str) -> CostItem:
        return CostItem(
            urn=self.resource.urn,
            component=self.component,
            role=self.role,
            name=self.resource.name,
            type=self.resource.type,
            label=self.resource.type.rpartition(":")[2],
            status=status,
            reason=reason,
        )

    def _demanded(self, demand: Demand, context: Context, catalogue: Catalogue) -> CostItem:
        found = catalogue.lookup(demand.key)
        price = found if isinstance(found, Price) else None
        unit = demand.unit
        quantity = demand.quantity
        if price is not None:
            try:
                quantity = quantity.map(
                    lambda one: convert(one, demand.unit, price.unit, context.hours)
                )
            except UnitMismatchError:
                raise CostInputError([_wrong_unit(demand, price)]) from None
            unit = price.unit
        # Thirds of a day and the like end here, so that what is shown is what is billed.
        quantity = quantity.map(lambda one: one.quantize(PRECISION, rounding=ROUND_HALF_UP))
        free = price is not None and price.free
        return CostItem(
            urn=self.resource.urn,
            component=self.component,
            role=self.role,
            name=self.resource.name,
            type=self.resource.type,
            label=demand.label,
            status="price missing" if price is None else "free" if free else "priced",
            kind=demand.kind,
            key=demand.key,
            unit=unit,
            quantity=quantity,
            price=price,
            cost=charge_span(price, quantity) if price is not None else quantity * 0,
            reason=f"listed at 0 ({price.source})" if price is not None and free else "",
        )


def places(plan: Plan) -> Iterator[Place]:
    """Every resource that may be billed.

    What is only looked at belongs to somebody else, who is billed for it.
    """
    role_of = roles(plan)
    by_urn = {one.urn: one for one in plan.resources}
    asked = [one for one in plan.resources if not (structural(one.type) or one.read)]
    named = Counter(one.name for one in asked)
    for resource in asked:
        own = resource.type.rpartition(":")[2].lower()
        yield Place(
            resource=resource,
            stem=resource.name if named[resource.name] == 1 else f"{resource.name}.{own}",
            component=_components(resource, by_urn),
            role=role_of[resource.urn],
        )


def _components(
    resource: PlannedResource, by_urn: Mapping[str, PlannedResource]
) -> tuple[str, ...]:
    found: list[str] = []
    parent = by_urn.get(resource.parent or "")
    while parent is not None:
        if parent.type.startswith("slipway:"):
            found.insert(0, parent.name)
        parent = by_urn.get(parent.parent or "")
    return tuple(found)


def _wrong_unit(demand: Demand, price: Price) -> InputFault:
    return InputFault(
        source=price.file,
        line=price.line,
        value=f"{price.key}: unit {price.unit}",
        rule=f"{demand.unit}, or a unit of the same thing",
        remedy="Price it in that unit.",
    )
