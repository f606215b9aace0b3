"""The open-source variant on AKS."""

from pulumi import ResourceOptions

from slipway.components.variants.open_source import OpenSourcePlatform
from slipway.components.variants.open_source_args import OpenSourcePlatformArgs, PlatformImages
from slipway.stacks.cells.aks_access import AksAccess, handed_over, kubernetes_provider
from slipway.stacks.cells.aks_disks import STORAGE_CLASS
from slipway.stacks.cells.aks_foundation import aks_foundation
from slipway.stacks.cells.azure_foundation import landing_zone
from slipway.stacks.cells.pinned_images import pinned_images
from slipway.stacks.config.stack import StackConfig
from slipway.stacks.config.targets.azure import AzureTarget
from slipway.stacks.layers import InfrastructureStack, hand_over
from slipway.stacks.models import model_specs
from slipway.stacks.rotation import database_rotation


def open_source_on_azure(config: StackConfig, target: AzureTarget) -> OpenSourcePlatform | None:
    """A cluster with the whole platform on it; None where the stack is the cluster alone."""
    match config.platform.layers:
        case "workloads":
            return _workloads(config, target, handed_over(InfrastructureStack(config)))
        case "infrastructure":
            hand_over(_infrastructure(config, target).handover())
            return None
        case "all":
            return _workloads(config, target, _infrastructure(config, target))


def _infrastructure(config: StackConfig, target: AzureTarget) -> AksAccess:
    return aks_foundation(target, landing_zone(config, target)).access()


def _workloads(config: StackConfig, target: AzureTarget, access: AksAccess) -> OpenSourcePlatform:
    provider = kubernetes_provider(access, target.tenant)
    images = pinned_images(access.registry, access.ready)
    return OpenSourcePlatform(
        "platform",
        OpenSourcePlatformArgs(
            images=PlatformImages.of(images),
            models=model_specs(config),
            registry=access.registry,
            storage_class=STORAGE_CLASS,
            database_rotation=database_rotation(config.platform),
        ),
        ResourceOptions(providers={"kubernetes": provider}, depends_on=list(access.ready)),
    )
