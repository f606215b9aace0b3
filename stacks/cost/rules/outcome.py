"""What a rule says of a resource: a quantity of something that is sold, or why there is none."""

from dataclasses import dataclass
from typing import Literal

from slipway.stacks.cost.catalogue.price import PriceKey
from slipway.stacks.cost.catalogue.unit import Unit
from slipway.stacks.cost.span import Span

Kind = Literal["baseline", "usage"]


@dataclass(frozen=True, kw_only=True)
class Demand:
    """A quantity of a month; baseline is billed for being there, usage for being used."""

    label: str
    key: PriceKey
    unit: Unit
    quantity: Span
    kind: Kind


@dataclass(frozen=True, kw_only=True)
class Free:
    """Nobody bills it, and who says so."""

    reason: str
    source: str


@dataclass(frozen=True, kw_only=True)
class Unsupported:
    """It costs something that no rule knows."""

    reason: str


Outcome = Demand | Free | Unsupported
