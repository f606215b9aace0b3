"""What runs at one level of the load, and for how many hours of the month."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from slipway.stacks.cost.packing.pack import Packed
from slipway.stacks.cost.span import Span
from slipway.stacks.cost.usage.load_curve import HOURS_OF_WEEK
from slipway.stacks.cost.usage.traffic import Traffic


@dataclass(frozen=True, kw_only=True)
class LevelUse:
    """Replicas by model and nodes of all pools; the month is taken as so many weeks."""

    hours: Decimal
    factors: Mapping[str, Decimal]
    """By model: requests per second against its average."""
    replicas: Mapping[str, Span]
    nodes: Span | None
    """None where no pool is packed."""


def level_uses(traffic: Traffic, packed: Packed, hours: Decimal) -> tuple[LevelUse, ...]:
    """Every level of the load; none where no model has one."""
    if not traffic.busy:
        return ()
    return tuple(
        LevelUse(
            hours=hours * level.hours / HOURS_OF_WEEK,
            factors=level.factors,
            replicas={model: found.levels[at] for model, found in traffic.busy.items()},
            nodes=packed.levels[at] if packed.levels else None,
        )
        for at, level in enumerate(traffic.levels)
    )
