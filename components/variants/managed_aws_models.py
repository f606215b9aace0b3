"""The models of the managed platform: each with its place in the registry, its watch, its endpoint.

A model without a release has the first two, the watch disabled, and no endpoint.
"""

from dataclasses import dataclass

from pulumi import Output, ResourceOptions

from slipway.components.aws.alarms import Alarm
from slipway.components.aws.drift_alarms import drift_alarms
from slipway.components.aws.drift_schedule import (
    DriftSchedule,
    DriftScheduleArgs,
    DriftStoreUrls,
    log_url,
)
from slipway.components.aws.endpoint import Endpoint, EndpointArgs
from slipway.components.aws.endpoint_alarms import EndpointAlarms, EndpointAlarmsArgs
from slipway.components.aws.model_package_group import ModelPackageGroup, ModelPackageGroupArgs
from slipway.components.variants.managed_aws_args import ManagedAwsPlatformArgs
from slipway.components.variants.managed_aws_roles import ManagedAwsRoles
from slipway.components.variants.model_spec import ModelRelease, ModelSpec
from slipway.components.variants.platform import ServedModel


@dataclass(frozen=True, kw_only=True)
class MlSurroundings:
    """What all models of the platform share."""

    args: ManagedAwsPlatformArgs
    roles: ManagedAwsRoles
    stores: DriftStoreUrls
    topic_arn: Output[str]
    schedule_group: Output[str]
    opts: ResourceOptions


def package_group(around: MlSurroundings, model: ModelSpec) -> ModelPackageGroup:
    """The model's place in SageMaker's registry."""
    args = around.args
    return ModelPackageGroup(
        f"{model.name}-packages",
        ModelPackageGroupArgs(
            group=args.names.of_sagemaker(model.name),
            model=model.name,
            production=args.profile.production,
            adopt=args.adopt.package_groups.get(model.name),
        ),
        around.opts,
    )


def watch(around: MlSurroundings, model: ModelSpec) -> None:
    """The model's drift job on its schedule."""
    args, roles = around.args, around.roles
    DriftSchedule(
        f"{model.name}-drift",
        DriftScheduleArgs(
            place=args.place,
            schedule_name=args.names.schedule(model.name),
            group=around.schedule_group,
            jobs=args.names.jobs_of(model.name),
            cron=model.drift_schedule,
            model=model.name,
            version=None if model.release is None else model.release.version,
            endpoint=args.names.of_sagemaker(model.name),
            image=args.monitoring_image,
            instance_type=args.instances.job,
            scheduler_role_arn=roles.scheduler,
            job_role_arn=roles.job,
            subnet_ids=args.network.subnet_ids,
            security_group_id=roles.jobs_group,
            key_arn=args.key_arn,
            stores=around.stores,
            metrics_namespace=args.names.metrics,
            tags=args.tags,
        ),
        around.opts,
    )


def serve(around: MlSurroundings, model: ModelSpec, release: ModelRelease) -> ServedModel:
    """The model's endpoint, and the alarms that watch it and guard its releases."""
    endpoint = around.args.names.of_sagemaker(model.name)
    alarms = EndpointAlarms(
        f"{model.name}-alarms",
        EndpointAlarmsArgs(
            endpoint=endpoint,
            model=model.name,
            latency_target_seconds=model.latency_target_seconds,
            topic_arn=around.topic_arn,
        ),
        around.opts,
    )
    made = Endpoint(model.name, _endpoint(around, model, release, alarms), around.opts)
    return ServedModel(
        url=made.url,
        namespace=None,
        version=release.version,
        image=release.image,
        min_replicas=model.min_replicas,
        max_replicas=model.max_replicas,
    )


def verdict_alarms(around: MlSurroundings) -> list[Alarm]:
    """Alarms on the verdicts of every released model: the others have no job."""
    return [
        alarm
        for model in around.args.models
        if model.release is not None
        for alarm in drift_alarms(
            model.name, around.args.names.metrics, model.drift_max_age_seconds
        )
    ]


def _endpoint(
    around: MlSurroundings, model: ModelSpec, release: ModelRelease, alarms: EndpointAlarms
) -> EndpointArgs:
    args, roles = around.args, around.roles
    bucket_key = args.key_arn if args.adopt.bucket is None else args.adopt.bucket_key
    return EndpointArgs(
        place=args.place,
        endpoint=args.names.of_sagemaker(model.name),
        model=model.name,
        version=release.version,
        image=release.image,
        role_arn=roles.model,
        subnet_ids=args.network.subnet_ids,
        security_group_id=roles.models_group,
        instance_type=args.instances.of(model.name),
        minimum=model.min_replicas,
        maximum=model.max_replicas,
        target_in_flight=model.target_in_flight,
        latency_target_seconds=model.latency_target_seconds,
        scale_down_window_seconds=model.scale_down_window_seconds,
        capture_url=log_url(around.stores, model.name, release.version),
        capture_percent=args.capture_percent,
        capture_key_arn=bucket_key,
        key_arn=args.key_arn,
        log_days=args.profile.log_days,
        rollback_alarms=alarms.rollback,
    )
