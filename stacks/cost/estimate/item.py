"""One line of an estimate."""

from dataclasses import dataclass
from typing import Literal, get_args

from slipway.stacks.cost.catalogue.price import Price, PriceKey
from slipway.stacks.cost.catalogue.unit import Unit
from slipway.stacks.cost.rules.outcome import Kind
from slipway.stacks.cost.span import NOTHING, Span
from slipway.stacks.plan.roles import Role

Status = Literal["priced", "free", "unsupported", "price missing"]
STATUSES: tuple[Status, ...] = get_args(Status)


@dataclass(frozen=True, kw_only=True)
class CostItem:
    """What is billed of one resource, or why it isn't.

    `quantity` is in `unit` a month; `price` and `cost` are there only for what is priced, `key`
    also for what lacks a price, `reason` for what is free or unsupported.
    """

    urn: str
    component: tuple[str, ...]
    """Names of the components around it, outermost first."""
    role: Role
    name: str
    type: str
    label: str
    status: Status
    kind: Kind | None = None
    key: PriceKey | None = None
    unit: Unit | None = None
    quantity: Span = NOTHING
    price: Price | None = None
    cost: Span = NOTHING
    reason: str = ""
    id: str = ""
    """Names the line among those of its stack: resource and label."""
    assumed: tuple[str, ...] = ()
    """Names of the assumptions that the quantity rests on."""

    @property
    def billable(self) -> bool:
        """Whether somebody bills it."""
        return self.status != "free"
