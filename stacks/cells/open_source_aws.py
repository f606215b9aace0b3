"""The open-source variant on EKS."""

from slipway.components.variants.platform import Platform
from slipway.stacks.config.stack import StackConfig
from slipway.stacks.config.targets.aws import AwsTarget


def open_source_on_aws(config: StackConfig, target: AwsTarget) -> Platform:
    """Registers the stack's resources."""
    raise NotImplementedError
