"""The open-source variant on EKS."""

from pulumi import ResourceOptions

from slipway.components.variants.open_source import OpenSourcePlatform
from slipway.components.variants.open_source_args import (
    OpenSourcePlatformArgs,
    PlatformImages,
    StorageSizes,
)
from slipway.stacks.cells.aws_foundation import landing_zone
from slipway.stacks.cells.aws_names import registry_host
from slipway.stacks.cells.eks_access import EksAccess, handed_over, kubernetes_provider
from slipway.stacks.cells.eks_foundation import CLUSTER_ENDPOINTS, eks_foundation
from slipway.stacks.cells.eks_services import cluster_services
from slipway.stacks.cells.pinned_images import pinned_images
from slipway.stacks.config.stack import StackConfig
from slipway.stacks.config.targets.aws import AwsTarget
from slipway.stacks.layers import InfrastructureStack, hand_over
from slipway.stacks.models import model_specs
from slipway.stacks.rotation import database_rotation

STORAGE = StorageSizes(database="20Gi", object_store="100Gi", prometheus="20Gi")
"""Of disks that can grow later and never shrink; the registry has none, for ECR is one."""


def open_source_on_aws(config: StackConfig, target: AwsTarget) -> OpenSourcePlatform | None:
    """A cluster with the whole platform on it; None where the stack is the cluster alone."""
    match config.platform.layers:
        case "workloads":
            return _workloads(config, target, handed_over(InfrastructureStack(config), target))
        case "infrastructure":
            hand_over(_infrastructure(config, target).handover())
            return None
        case "all":
            return _workloads(config, target, _infrastructure(config, target))


def _infrastructure(config: StackConfig, target: AwsTarget) -> EksAccess:
    zone = landing_zone(config, target, endpoints=CLUSTER_ENDPOINTS)
    return eks_foundation(config, target, zone).access()


def _workloads(config: StackConfig, target: AwsTarget, access: EksAccess) -> OpenSourcePlatform:
    provider = kubernetes_provider(access)
    services = cluster_services(config, target, access, provider)
    registry = registry_host(target)
    images = pinned_images(registry, access.ready)
    return OpenSourcePlatform(
        "platform",
        OpenSourcePlatformArgs(
            images=PlatformImages.of(images),
            models=model_specs(config),
            registry=registry,
            storage=STORAGE,
            storage_class=services.storage_class,
            model_nodes=services.model_nodes,
            database_rotation=database_rotation(config.platform),
        ),
        ResourceOptions(providers={"kubernetes": provider}, depends_on=services.ready),
    )
