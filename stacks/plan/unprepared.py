"""Stands in for what `make up` prepares, so that a local stack plans on any machine."""

from dataclasses import replace
from pathlib import Path

from slipway.components.variants.open_source_args import PlatformImages
from slipway.stacks.config.machine import Machine
from slipway.stacks.config.stack import StackConfig
from slipway.stacks.config.targets.local import LocalTarget

NOT_PREPARED = "not-prepared"
"""The tag of an image, and the folder of a tool, that `make up` has yet to make."""


def prepared(config: StackConfig) -> StackConfig:
    """The config itself where it says what was prepared, else one with names in its place."""
    if not isinstance(config.platform.target, LocalTarget) or config.machine is not None:
        return config
    named = {name: f"slipway/{name}:{NOT_PREPARED}" for name in PlatformImages.names()}
    return replace(
        config,
        images=named | dict(config.images),
        machine=Machine(tools=Path(NOT_PREPARED), state=Path(NOT_PREPARED)),
    )
