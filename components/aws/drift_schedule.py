"""The drift job of one model: our own image, started by EventBridge Scheduler on SageMaker.

The vendor's Model Monitor is closed to new customers. Neither drift nor a quiet hour is a failure:
the job ends well and its metrics raise the alarm (`drift_alarms.py`); only a job that couldn't
judge fails.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws
from pulumi import Input, Output, ResourceOptions

from slipway.components.aws.endpoint import capture_folder
from slipway.components.aws.ml_instance import takes_volume_key
from slipway.components.aws.place import AwsPlace
from slipway.components.aws.schedule_expression import schedule_expression

EXECUTION = "<aws.scheduler.execution-id>"
"""Replaced by EventBridge at each start: jobs' names are used once."""
LONGEST_SECONDS = 1800
VOLUME_GB = 20


@dataclass(frozen=True, kw_only=True)
class DriftStoreUrls:
    """Base URLs that all models share."""

    request_log: Input[str]
    labels: Input[str]
    monitoring: Input[str]
    """Reference profiles are read here and verdicts written."""


@dataclass(frozen=True, kw_only=True)
class DriftScheduleArgs:
    """Everything that a run is told is in its schedule's input, so a release changes that."""

    place: AwsPlace
    schedule_name: str
    group: Input[str]
    """The schedule group's name."""
    jobs: str
    """Beginning of the jobs' names, unique in account and region."""
    cron: str
    """Five fields, in UTC."""
    model: str
    version: int | None
    """None: no release yet, so the schedule is prepared and disabled."""
    endpoint: str
    image: Input[str]
    instance_type: str
    scheduler_role_arn: Input[str]
    """Starts jobs of this name, and may hand them the next role."""
    job_role_arn: Input[str]
    subnet_ids: Sequence[Input[str]]
    security_group_id: Input[str]
    key_arn: Input[str]
    stores: DriftStoreUrls
    metrics_namespace: str
    tags: Mapping[str, str]


class DriftSchedule(pulumi.ComponentResource):
    """The job reads a span of the stores itself: SageMaker would copy all below a prefix."""

    def __init__(
        self, name: str, args: DriftScheduleArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("slipway:aws:DriftSchedule", name, {}, opts)
        aws.scheduler.Schedule(
            f"{name}-schedule",
            name=args.schedule_name,
            group_name=args.group,
            # The input isn't known in a plan; this shows that a release changes it.
            description=f"Judges the requests of {args.model}, {_released(args.version)}",
            state="DISABLED" if args.version is None else "ENABLED",
            schedule_expression=schedule_expression(args.cron),
            schedule_expression_timezone="UTC",
            flexible_time_window=aws.scheduler.ScheduleFlexibleTimeWindowArgs(mode="OFF"),
            target=aws.scheduler.ScheduleTargetArgs(
                arn=f"arn:{args.place.partition}:scheduler:::aws-sdk:sagemaker:createProcessingJob",
                role_arn=args.scheduler_role_arn,
                input=Output.json_dumps(_job(args)),
                # The next run judges what this one missed, so a late one is of no use.
                retry_policy=aws.scheduler.ScheduleTargetRetryPolicyArgs(
                    maximum_retry_attempts=2, maximum_event_age_in_seconds=300
                ),
            ),
            opts=ResourceOptions(parent=self),
        )
        self.register_outputs({})


def _released(version: int | None) -> str:
    return "not released yet" if version is None else f"version {version}"


def log_url(stores: DriftStoreUrls, model: str, version: int | None) -> Output[str]:
    """Where a version's requests are captured; a folder each, for captures name no version."""
    return Output.format("{}/{}/v{}", stores.request_log, model, version or 0)


def _job(args: DriftScheduleArgs) -> dict[str, object]:
    """The parameters of CreateProcessingJob, under the API's own names."""
    cluster: dict[str, object] = {
        "InstanceCount": 1,
        "InstanceType": args.instance_type,
        "VolumeSizeInGB": VOLUME_GB,
    }
    if takes_volume_key(args.instance_type):
        cluster["VolumeKmsKeyId"] = args.key_arn
    return {
        "ProcessingJobName": f"{args.jobs}-{EXECUTION}",
        "AppSpecification": {
            "ImageUri": args.image,
            # Both have alarms of their own, which tell once; a failed job is told each time.
            "ContainerArguments": ["job", "--verdict-exit-zero", "--no-data-exit-zero"],
        },
        "Environment": _environment(args),
        "NetworkConfig": {
            "EnableNetworkIsolation": False,
            "VpcConfig": {
                "SecurityGroupIds": [args.security_group_id],
                "Subnets": list(args.subnet_ids),
            },
        },
        "ProcessingResources": {"ClusterConfig": cluster},
        "RoleArn": args.job_role_arn,
        "StoppingCondition": {"MaxRuntimeInSeconds": LONGEST_SECONDS},
        "Tags": [{"Key": key, "Value": value} for key, value in args.tags.items()],
    }


def _environment(args: DriftScheduleArgs) -> dict[str, Input[str]]:
    stores, version = args.stores, args.version or 0
    return {
        "AWS_DEFAULT_REGION": args.place.region,
        "SLIPWAY_MODEL": args.model,
        "SLIPWAY_MODEL_VERSION": str(version),
        "SLIPWAY_REFERENCE_URL": Output.format(
            "{}/{}/v{}/reference.parquet", stores.monitoring, args.model, version
        ),
        "SLIPWAY_LOG_FORMAT": "sagemaker",
        "SLIPWAY_LOG_URL": Output.format(
            "{}/{}", log_url(stores, args.model, args.version), capture_folder(args.endpoint)
        ),
        "SLIPWAY_LABELS_URL": Output.format("{}/{}", stores.labels, args.model),
        "SLIPWAY_OUT_URL": Output.format("{}/{}/verdicts", stores.monitoring, args.model),
        "SLIPWAY_CLOUDWATCH_NAMESPACE": args.metrics_namespace,
    }
