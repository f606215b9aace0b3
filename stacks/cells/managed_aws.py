"""The managed-platform variant on SageMaker."""

from slipway.components.variants.platform import Platform
from slipway.stacks.config.stack import StackConfig
from slipway.stacks.config.targets.aws import AwsTarget


def managed_on_aws(config: StackConfig, target: AwsTarget) -> Platform:
    """Registers the stack's resources."""
    raise NotImplementedError
