"""Makes the estimate of a planned stack."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from slipway.stacks.config.stack import StackConfig
from slipway.stacks.cost.catalogue.catalogue import Catalogue
from slipway.stacks.cost.catalogue.charge import PRECISION, charge_span
from slipway.stacks.cost.catalogue.price import Price
from slipway.stacks.cost.catalogue.unit import UnitMismatchError, convert
from slipway.stacks.cost.estimate.estimate import Estimate
from slipway.stacks.cost.estimate.item import CostItem
from slipway.stacks.cost.faults import CostInputError, InputFault
from slipway.stacks.cost.packing.pack import pack
from slipway.stacks.cost.packing.pods import pods_of
from slipway.stacks.cost.packing.pools import node_pools
from slipway.stacks.cost.rules.context import Context
from slipway.stacks.cost.rules.outcome import Demand, Free, Outcome, Unsupported
from slipway.stacks.cost.rules.registry import outcomes, structural
from slipway.stacks.cost.usage.assumptions import Assumptions
from slipway.stacks.cost.usage_list.usage import DEFAULT_HOURS
from slipway.stacks.plan.graph import Plan, PlannedResource
from slipway.stacks.plan.roles import Role, roles

CURRENCY = "USD"
"""Of an estimate without any price; otherwise the prices say."""


def estimate(
    plan: Plan,
    config: StackConfig,
    catalogue: Catalogue,
    *,
    assumptions: Assumptions | None = None,
    hours: Decimal = DEFAULT_HOURS,
) -> Estimate:
    """The month's bill of a plan.

    Raises:
        ConfigError: The config's traffic is out of order.
        CostInputError: A price is in another unit or currency than its kind.
    """
    used = Assumptions() if assumptions is None else assumptions
    pools = node_pools(plan)
    packed = pack(pools, pods_of(plan, config, used), used)
    context = Context(
        plan=plan, config=config, hours=hours, assumptions=used, pools=pools, nodes=packed.nodes
    )
    items = tuple(_items(context, catalogue))
    prices = {item.price.key: item.price for item in items if item.price is not None}
    currency = _one_currency(list(prices.values()))
    return Estimate(
        stack=plan.stack,
        variant=plan.variant,
        target=plan.target,
        region=context.region,
        currency=currency,
        hours_per_month=hours,
        catalogue=catalogue.digest,
        items=items,
        assumptions=used.used,
        notes=packed.notes,
    )


def _items(context: Context, catalogue: Catalogue) -> Iterator[CostItem]:
    role_of = roles(context.plan)
    parents = {one.urn: one for one in context.plan.resources}
    for resource in context.plan.resources:
        # What is only looked at belongs to somebody else, who is billed for it.
        if structural(resource.type) or resource.read:
            continue
        place = _Place(
            resource=resource,
            component=_components(resource, parents),
            role=role_of[resource.urn],
        )
        for outcome in outcomes(resource, context):
            yield place.item(outcome, context, catalogue)


def _components(
    resource: PlannedResource, parents: Mapping[str, PlannedResource]
) -> tuple[str, ...]:
    found: list[str] = []
    parent = parents.get(resource.parent or "")
    while parent is not None:
        if parent.type.startswith("slipway:"):
            found.insert(0, parent.name)
        parent = parents.get(parent.parent or "")
    return tuple(found)


@dataclass(frozen=True, kw_only=True)
class _Place:
    """A resource and where it stands in the platform."""

    resource: PlannedResource
    component: tuple[str, ...]
    role: Role

    def item(self, outcome: Outcome, context: Context, catalogue: Catalogue) -> CostItem:
        match outcome:
            case Demand():
                return self._demanded(outcome, context, catalogue)
            case Free():
                reason = f"{outcome.reason} ({outcome.source})"
                return self._unpriced("free", reason)
            case Unsupported():
                return self._unpriced("unsupported", outcome.reason)

    def _unpriced(self, status: str, reason: str) -> CostItem:
        return CostItem(
            urn=self.resource.urn,
            component=self.component,
            role=self.role,
            name=self.resource.name,
            type=self.resource.type,
            label=self.resource.type.rpartition(":")[2],
            status="free" if status == "free" else "unsupported",
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


def _wrong_unit(demand: Demand, price: Price) -> InputFault:
    return InputFault(
        source=price.file,
        line=price.line,
        value=f"{price.key}: unit {price.unit}",
        rule=f"{demand.unit}, or a unit of the same thing",
        remedy="Price it in that unit.",
    )


def _one_currency(prices: list[Price]) -> str:
    """The currency of all prices.

    Raises:
        CostInputError: There are two.
    """
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
