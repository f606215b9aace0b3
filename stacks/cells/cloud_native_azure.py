"""The cloud-native variant on Azure: AKS between ACR, Blob, PostgreSQL, Key Vault and Monitor."""

from slipway.components.variants.platform import Platform
from slipway.stacks.config.stack import StackConfig
from slipway.stacks.config.targets.azure import AzureTarget


def cloud_native_on_azure(config: StackConfig, target: AzureTarget) -> Platform:
    """Registers the stack's resources."""
    raise NotImplementedError
