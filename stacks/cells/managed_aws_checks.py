"""What a managed platform on AWS asks for and can't get; found before anything is created."""

import re
from collections.abc import Iterator

from slipway.components.aws.ml_instance import scales
from slipway.components.aws.place import AwsPlace
from slipway.components.aws.schedule_expression import (
    UntranslatableScheduleError,
    schedule_expression,
)
from slipway.stacks.config.faults import ConfigError, Fault
from slipway.stacks.config.stack import StackConfig
from slipway.stacks.config.targets.aws import AwsTarget

_SAGEMAKER = "platform.target.sageMaker"


def require_manageable(config: StackConfig, target: AwsTarget) -> None:
    """Does nothing for a platform that SageMaker can be.

    Raises:
        ConfigError: It can't; the message lists everything that is wrong.
    """
    faults = [
        *_layers(config),
        *_instances(config, target),
        *_images(config, target),
        *_schedules(config),
        *_adopted(config, target),
    ]
    if faults:
        raise ConfigError(f"Pulumi.{config.stack}.yaml", faults)


def _layers(config: StackConfig) -> Iterator[Fault]:
    if config.platform.layers != "all":
        yield Fault(
            path="platform.layers",
            value=config.platform.layers,
            rule="all",
            remedy="Leave the key out: this variant has no cluster that workloads wait for.",
        )


def _instances(config: StackConfig, target: AwsTarget) -> Iterator[Fault]:
    asked = target.sage_maker
    for name in asked.endpoint_instances:
        if name not in config.platform.models:
            yield _unknown(f"{_SAGEMAKER}.endpointInstances.{name}", name, config)
    for name, model in config.platform.models.items():
        kind = asked.endpoint_instances.get(name, asked.endpoint_instance)
        replicas = model.serving.replicas
        if not scales(kind) and replicas.min < replicas.max:
            yield Fault(
                path=f"platform.models.{name}.serving.replicas",
                value=f"{replicas.min} to {replicas.max} on {kind}",
                rule="one number of instances of a burstable type, which SageMaker doesn't scale",
                remedy="Choose another type in sageMaker.endpointInstances, or min equal to max.",
            )


def _images(config: StackConfig, target: AwsTarget) -> Iterator[Fault]:
    place = AwsPlace(account=target.account, region=target.region)
    here = re.compile(rf"^\d{{12}}\.dkr\.ecr\.{target.region}\.{re.escape(place.dns_suffix)}/")
    for name, release in config.releases.items():
        if not here.match(release.image):
            yield Fault(
                path=f"releases.{name}.image",
                value=release.image,
                rule=f"an image in ECR of {target.region}: SageMaker pulls from nowhere else",
                remedy="Release the model again with this stack, which copies it there.",
            )


def _schedules(config: StackConfig) -> Iterator[Fault]:
    for name, model in config.platform.models.items():
        line = model.monitoring.schedule
        try:
            schedule_expression(line)
        except UntranslatableScheduleError:
            yield Fault(
                path=f"platform.models.{name}.monitoring.schedule",
                value=line,
                rule="lists, ranges and steps, on days of the month or on days of the week",
                remedy="EventBridge Scheduler knows no more; say it in such a way.",
            )


def _adopted(config: StackConfig, target: AwsTarget) -> Iterator[Fault]:
    adopt = target.sage_maker.adopt
    for name in adopt.package_groups:
        if name not in config.platform.models:
            yield _unknown(f"{_SAGEMAKER}.adopt.packageGroups.{name}", name, config)
    if adopt.domain is not None and not target.sage_maker.studio:
        yield Fault(
            path=f"{_SAGEMAKER}.adopt.domain",
            value=adopt.domain,
            rule="studio: true beside it",
            remedy="Add it, or take the domain out.",
        )


def _unknown(path: str, name: str, config: StackConfig) -> Fault:
    known = ", ".join(sorted(config.platform.models)) or "which is empty"
    return Fault(
        path=path,
        value=name,
        rule=f"a model of platform.models ({known})",
        remedy="Add the model or remove the key.",
    )
