"""`slipway model`: release, roll back, list, package, and ask whether the best one serves."""

from slipway.stacks.cli.model.group import model

__all__ = ["model"]
