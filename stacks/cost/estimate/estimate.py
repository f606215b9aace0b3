"""All lines of a stack, their sums, and how much of it is known."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from slipway.stacks.cost.catalogue.price import Price
from slipway.stacks.cost.estimate.item import STATUSES, CostItem, Status
from slipway.stacks.cost.estimate.level_use import LevelUse
from slipway.stacks.cost.span import NOTHING, Span
from slipway.stacks.cost.usage.assumption import UsageAssumption
from slipway.stacks.plan.roles import ROLES, Role


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """A month's bill of a stack as far as prices are known."""

    stack: str
    variant: str
    target: str
    region: str
    currency: str
    hours_per_month: Decimal
    catalogue: str
    """Digest of the prices that it was made with."""
    items: tuple[CostItem, ...]
    assumptions: tuple[UsageAssumption, ...]
    load: tuple[LevelUse, ...]
    """What runs how long; empty where no model has a workload."""
    notes: tuple[str, ...]

    @property
    def total(self) -> Span:
        """The sum of everything that has a price."""
        return Span.total(item.cost for item in self.items)

    @property
    def by_role(self) -> Mapping[Role, Span]:
        """What each part of the platform costs; those with no priced line are left out."""
        found: dict[Role, Span] = {}
        for item in self.items:
            if item.status == "priced":
                found[item.role] = found.get(item.role, NOTHING) + item.cost
        return {role: found[role] for role in ROLES if role in found}

    @property
    def counts(self) -> Mapping[Status, int]:
        """Lines by status."""
        found = Counter(item.status for item in self.items)
        return {status: found[status] for status in STATUSES}

    @property
    def coverage(self) -> Decimal:
        """Priced lines by all that are billed, those without a rule or a price included."""
        billable = [item for item in self.items if item.billable]
        if not billable:
            return Decimal(1)
        priced = sum(1 for item in billable if item.status == "priced")
        return (Decimal(priced) / len(billable)).quantize(Decimal("0.0001"))

    @property
    def at_least(self) -> bool:
        """Whether something that is billed is not in the total."""
        return any(item.status in ("unsupported", "price missing") for item in self.items)

    @property
    def missing(self) -> tuple[str, ...]:
        """What lacks a price or a rule, each named once."""
        lacking = [
            str(item.key) if item.key is not None else f"{item.type}: {item.reason}"
            for item in self.items
            if item.status in ("unsupported", "price missing")
        ]
        return tuple(dict.fromkeys(lacking))

    @property
    def prices(self) -> tuple[Price, ...]:
        """Each price that was used."""
        found = {item.price.key: item.price for item in self.items if item.price is not None}
        return tuple(found.values())

    @property
    def oldest_price(self) -> date | None:
        """The date of the oldest price that was used; None where nothing is priced."""
        return min((price.date for price in self.prices), default=None)
