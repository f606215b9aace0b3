"""The managed-platform variant on SageMaker."""

import pulumi

from slipway.components.aws.ml_tracking_server import ExistingTrackingServer
from slipway.components.variants.managed_aws import PUBLISHERS, ManagedAwsPlatform
from slipway.components.variants.managed_aws_args import (
    AdoptedMl,
    ManagedAwsPlatformArgs,
    MlInstances,
    MlNames,
    MlNetwork,
)
from slipway.stacks.cells.aws_foundation import LandingZone, landing_zone
from slipway.stacks.cells.managed_aws_checks import require_manageable
from slipway.stacks.cells.pinned_images import pinned_images
from slipway.stacks.config.stack import StackConfig
from slipway.stacks.config.targets.aws import AwsTarget
from slipway.stacks.models import model_specs

ENDPOINTS = ("monitoring", "sagemaker.runtime")
"""Drift jobs put metrics, and callers in the network invoke models."""
STUDIO_ENDPOINTS = ("logs", "sagemaker.api", "sts")
"""What notebooks call besides."""


def managed_on_aws(config: StackConfig, target: AwsTarget) -> ManagedAwsPlatform:
    """A network, a key and a registry, and SageMaker in them.

    Raises:
        ConfigError: The target asks for what can't be.
    """
    require_manageable(config, target)
    studio = target.sage_maker.studio
    zone = landing_zone(
        config,
        target,
        endpoints=(*ENDPOINTS, *STUDIO_ENDPOINTS) if studio else ENDPOINTS,
        key_services=PUBLISHERS,
    )
    platform = ManagedAwsPlatform("platform", _platform(config, target, zone), zone.opts())
    pulumi.export("releasePolicy", platform.release_policy_arn)
    pulumi.export("trackingServer", platform.model_registry_uri)
    pulumi.export("packageGroups", platform.package_groups)
    if platform.studio_url is not None:
        pulumi.export("studio", platform.studio_url)
    return platform


def _platform(config: StackConfig, target: AwsTarget, zone: LandingZone) -> ManagedAwsPlatformArgs:
    asked = target.sage_maker
    images = pinned_images(zone.registry.url, [zone.registry])
    return ManagedAwsPlatformArgs(
        place=zone.place,
        names=MlNames(name=zone.name, scope=zone.scope),
        profile=zone.profile,
        tags=zone.tags,
        key_arn=zone.key.arn,
        network=MlNetwork(vpc_id=zone.network.vpc_id, subnet_ids=zone.network.private_subnet_ids),
        registry=zone.registry.url,
        repository_arns=zone.registry.repository_arns,
        monitoring_image=images["monitoring"],
        tracking_size=asked.tracking_size,
        instances=MlInstances(
            endpoint=asked.endpoint_instance,
            job=asked.job_instance,
            by_model=asked.endpoint_instances,
        ),
        capture_percent=asked.capture_percent,
        studio=asked.studio,
        alert_email=target.alerts.email,
        models=model_specs(config),
        adopt=_adopted(target),
    )


def _adopted(target: AwsTarget) -> AdoptedMl:
    adopt, ours = target.adopt, target.sage_maker.adopt
    server = ours.tracking_server
    return AdoptedMl(
        bucket=adopt.bucket,
        bucket_key=adopt.bucket_key,
        alert_topic=adopt.alert_topic,
        tracking_server=None
        if server is None
        else ExistingTrackingServer(arn=server.arn, url=server.url),
        domain=ours.domain,
        package_groups=ours.package_groups,
    )
