"""The open-source variant on a cluster that the team already runs."""

from slipway.components.variants.platform import Platform
from slipway.stacks.config.stack import StackConfig
from slipway.stacks.config.targets.kubernetes import KubernetesTarget


def open_source_on_kubernetes(config: StackConfig, target: KubernetesTarget) -> Platform:
    """Registers the stack's resources."""
    raise NotImplementedError
