"""`slipway images`: the platform's own images, by digest."""

from slipway.stacks.cli.images.group import images

__all__ = ["images"]
