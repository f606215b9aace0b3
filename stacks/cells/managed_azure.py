"""The managed-platform variant on Azure Machine Learning."""

import pulumi
from pulumi import ResourceOptions

from slipway.components.azure.private_dns import zones_for
from slipway.components.variants.managed_azure import ManagedAzurePlatform
from slipway.components.variants.managed_azure_args import (
    AdoptedMl,
    ManagedAzurePlatformArgs,
    MlNames,
    MlWishes,
    Trial,
)
from slipway.stacks.cells.azure_foundation import LandingZone, landing_zone
from slipway.stacks.cells.managed_azure_checks import require_possible
from slipway.stacks.cells.pinned_images import pinned_images
from slipway.stacks.config.stack import StackConfig
from slipway.stacks.config.targets.azure import AzureTarget, MachineLearning
from slipway.stacks.models import model_specs


def managed_on_azure(config: StackConfig, target: AzureTarget) -> ManagedAzurePlatform:
    """Registers the stack's resources.

    Raises:
        ConfigError: The target asks for what Azure ML can't give.
    """
    require_possible(config, target)
    zone = landing_zone(
        config,
        target,
        dns_zones=dns_zones(target),
        cluster=False,
        private_registry=target.machine_learning.private_endpoints,
    )
    platform = ManagedAzurePlatform(
        "platform",
        _args(config, target, zone),
        ResourceOptions(providers={"azure-native": zone.provider}, depends_on=[zone.registry]),
    )
    pulumi.export("studio", platform.studio_url)
    if platform.shared_registry_uri is not None:
        pulumi.export("sharedRegistry", platform.shared_registry_uri)
    return platform


def dns_zones(target: AzureTarget) -> list[str]:
    """The zones of what gets a private address."""
    wishes, adopt = target.machine_learning, target.adopt
    if not wishes.private_endpoints:
        return []
    own = adopt.workspace is None
    return [
        *zones_for(
            *(("blob", "dfs") if adopt.storage is None else ()),
            *(("file",) if own and adopt.storage is None else ()),
            *(("vault",) if own and adopt.vault is None else ()),
            *(("amlworkspace",) if own else ()),
            *(("amlregistry",) if wishes.registry else ()),
        )
    ]


def _args(config: StackConfig, target: AzureTarget, zone: LandingZone) -> ManagedAzurePlatformArgs:
    private, adopt = target.machine_learning.private_endpoints, target.adopt
    images = pinned_images(zone.registry.host, [zone.registry])
    return ManagedAzurePlatformArgs(
        place=zone.place,
        names=MlNames(name=zone.name, scope=zone.scope),
        group_id=zone.group.id,
        profile=zone.profile,
        access=zone.network.access if private else None,
        # Whoever works from outside of the network needs all of its doors.
        allowed_cidrs=target.cluster.api_server.allowed_cidrs if private else [],
        logs=zone.logs.id,
        registry=zone.registry.host,
        registry_id=zone.registry.id,
        monitoring_image=images["monitoring"],
        wishes=_wishes(target.machine_learning),
        models=model_specs(config),
        alert_email=target.alerts.email,
        release_principal=target.release_principal,
        recover_vault=target.recover_vault,
        adopt=AdoptedMl(workspace=adopt.workspace, storage=adopt.storage, vault=adopt.vault),
    )


def _wishes(asked: MachineLearning) -> MlWishes:
    return MlWishes(
        endpoint_instance=asked.endpoint_instance,
        endpoint_instances=asked.endpoint_instances,
        compute_size=asked.compute_size,
        compute_max_nodes=asked.compute_max_nodes,
        capture_percent=asked.capture_percent,
        registry=asked.registry,
        identity=asked.workspace_identity,
        callers=asked.callers,
        trials={
            model: Trial(version=one.version, image=one.image, percent=one.percent)
            for model, one in asked.trials.items()
        },
    )
