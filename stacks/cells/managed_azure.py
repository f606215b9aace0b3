"""The managed-platform variant on Azure Machine Learning."""

from slipway.components.variants.platform import Platform
from slipway.stacks.config.stack import StackConfig
from slipway.stacks.config.targets.azure import AzureTarget


def managed_on_azure(config: StackConfig, target: AzureTarget) -> Platform:
    """Registers the stack's resources."""
    raise NotImplementedError
