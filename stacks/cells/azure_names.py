"""Names on Azure that a stack's config alone decides; commands ask them without loading the SDK."""

from slipway.components.naming import AZURE_REGISTRY, global_name
from slipway.stacks.config.stack import StackConfig
from slipway.stacks.config.targets.azure import AzureTarget


def base_name(stack: str) -> str:
    """Beginning of every name that is unique in a resource group alone."""
    return f"slipway-{stack}"


def name_scope(stack: str, target: AzureTarget) -> str:
    """What no other platform shares, for `global_name` and for the GUIDs of role assignments."""
    return f"{target.subscription}/{stack}"


def registry_name(stack: str, target: AzureTarget) -> str:
    """Of the registry that the stack makes."""
    return global_name(AZURE_REGISTRY, "slipway", stack, scope=name_scope(stack, target))


def registry_host(config: StackConfig, target: AzureTarget) -> str | None:
    """Where the stack's images are; None for workloads, whose infrastructure's stack has it."""
    if config.platform.layers == "workloads":
        return None
    adopted = target.adopt.registry
    if adopted is not None:
        return f"{adopted.rpartition('/')[2].lower()}.azurecr.io"
    return f"{registry_name(config.stack, target)}.azurecr.io"
