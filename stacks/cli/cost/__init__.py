"""`slipway cost`."""

from slipway.stacks.cli.cost.group import cost

__all__ = ["cost"]
