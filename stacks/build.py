"""The one place that picks a platform class by variant and target."""

from typing import assert_never

from slipway.components.variants.platform import Platform
from slipway.stacks.config.platform import OpenSourcePlatformConfig
from slipway.stacks.config.stack import StackConfig
from slipway.stacks.config.target import LocalTarget
from slipway.stacks.local import open_source_on_local


def build(config: StackConfig) -> Platform:
    """Registers the stack's resources and returns the platform's outputs."""
    platform = config.platform
    match platform:
        case OpenSourcePlatformConfig(target=LocalTarget() as target):
            return open_source_on_local(config, target)
        case _:
            assert_never(platform)
