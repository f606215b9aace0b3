"""A figure that no plan can know, with its bounds and why it was taken."""

from dataclasses import dataclass
from typing import Literal

from slipway.stacks.cost.span import Span

Origin = Literal["default", "config", "file"]


@dataclass(frozen=True, kw_only=True)
class UsageAssumption:
    """What was assumed, for what, by whom and why."""

    name: str
    unit: str
    value: Span
    scope: str
    """What it is a figure of: one log group, one node, a model."""
    origin: Origin
    reason: str
