"""The one place that picks a cell by variant and target.

Each cell is imported when it is picked: who deploys to AWS has no need of Azure's SDK, and an
import of either takes longer than the rest of a plan.
"""
# ruff: noqa: PLC0415, PLR0911 -- see above; one return per cell is the table that this file is

from slipway.components.variants.platform import Platform
from slipway.stacks.config.platform import (
    CloudNativePlatformConfig,
    ManagedPlatformConfig,
    OpenSourcePlatformConfig,
)
from slipway.stacks.config.stack import StackConfig
from slipway.stacks.config.targets.aws import AwsTarget
from slipway.stacks.config.targets.azure import AzureTarget
from slipway.stacks.config.targets.kubernetes import KubernetesTarget
from slipway.stacks.config.targets.local import LocalTarget


def build(config: StackConfig) -> Platform | None:
    """Registers the stack's resources and returns the platform's outputs.

    None where `layers` is `infrastructure`: the platform is another stack's.
    """
    match config.platform:
        case OpenSourcePlatformConfig(target=LocalTarget() as target):
            from slipway.stacks.cells.open_source_local import open_source_on_local

            return open_source_on_local(config, target)
        case OpenSourcePlatformConfig(target=KubernetesTarget() as target):
            from slipway.stacks.cells.open_source_kubernetes import open_source_on_kubernetes

            return open_source_on_kubernetes(config, target)
        case OpenSourcePlatformConfig(target=AzureTarget() as target):
            from slipway.stacks.cells.open_source_azure import open_source_on_azure

            return open_source_on_azure(config, target)
        case OpenSourcePlatformConfig(target=AwsTarget() as target):
            from slipway.stacks.cells.open_source_aws import open_source_on_aws

            return open_source_on_aws(config, target)
        case CloudNativePlatformConfig(target=AzureTarget() as target):
            from slipway.stacks.cells.cloud_native_azure import cloud_native_on_azure

            return cloud_native_on_azure(config, target)
        case CloudNativePlatformConfig(target=AwsTarget() as target):
            from slipway.stacks.cells.cloud_native_aws import cloud_native_on_aws

            return cloud_native_on_aws(config, target)
        case ManagedPlatformConfig(target=AzureTarget() as target):
            from slipway.stacks.cells.managed_azure import managed_on_azure

            return managed_on_azure(config, target)
        case ManagedPlatformConfig(target=AwsTarget() as target):
            from slipway.stacks.cells.managed_aws import managed_on_aws

            return managed_on_aws(config, target)
        case _:
            # Every pair of the schema's union has its case above; a test walks them all.
            raise AssertionError(config.platform)
