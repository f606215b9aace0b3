"""The scheduled job that judges a model's live traffic against what it was trained on."""

from dataclasses import dataclass

import pulumi
from pulumi import Input, Output, ResourceOptions
from pulumi_kubernetes.batch.v1 import (
    CronJob,
    CronJobSpecArgs,
    JobSpecArgs,
    JobTemplateSpecArgs,
    PodFailurePolicyArgs,
    PodFailurePolicyOnExitCodesRequirementArgs,
    PodFailurePolicyRuleArgs,
)
from pulumi_kubernetes.core.v1 import EnvFromSourceArgs

from slipway.components.kubernetes.labels import labels
from slipway.components.kubernetes.pod import container, pod, variables
from slipway.components.kubernetes.size import Size
from slipway.components.kubernetes.workloads import metadata

APPLICATION = "drift-monitor"


@dataclass(frozen=True, kw_only=True)
class DriftMonitorArgs:
    """Where the log, the labels and the reference lie, and where the verdict goes."""

    model: Input[str]
    namespace: Input[str]
    image: Input[str]
    schedule: Input[str]
    version: Input[str] | None  # None: no release yet, so the job is prepared and suspended
    endpoint: Input[str]
    credentials: EnvFromSourceArgs
    pushgateway: Input[str]
    size: Size | None = None


class DriftMonitor(pulumi.ComponentResource):
    """A verdict is an alert's business: only a job that couldn't judge counts as failed."""

    cron_job: Output[str]
    """The CronJob's name; a job made from it judges on demand."""

    def __init__(
        self, name: str, args: DriftMonitorArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("slipway:index:DriftMonitor", name, {}, opts)
        job = CronJob(
            f"{name}-schedule",
            metadata=metadata(
                args.namespace,
                labels(APPLICATION, "monitoring", name),
                name=Output.format("{}-drift", args.model),
            ),
            spec=_spec(name, args),
            opts=ResourceOptions(parent=self),
        )
        self.cron_job = job.metadata.name
        self.register_outputs({"cronJob": self.cron_job})


def _spec(name: str, args: DriftMonitorArgs) -> CronJobSpecArgs:
    marks = labels(APPLICATION, "monitoring", name)
    judge = container(
        "judge",
        image=args.image,
        size=Size(cpu="50m", memory="1Gi") if args.size is None else args.size,
        args=["job", "--verdict-exit-zero"],
        env=variables(_settings(args)),
        env_from=[args.credentials],
    )
    template = pod(marks, [judge], restart_policy="Never")
    return CronJobSpecArgs(
        schedule=args.schedule,
        time_zone="Etc/UTC",
        suspend=args.version is None,
        # Two at once would judge the same span twice.
        concurrency_policy="Forbid",
        starting_deadline_seconds=300,
        successful_jobs_history_limit=3,
        failed_jobs_history_limit=3,
        job_template=JobTemplateSpecArgs(
            spec=JobSpecArgs(
                template=template,
                backoff_limit=2,
                pod_failure_policy=_hopeless(),
                active_deadline_seconds=1800,
                ttl_seconds_after_finished=86_400,
            )
        ),
    )


def _hopeless() -> PodFailurePolicyArgs:
    """Wrong settings (2) and a span without data (3) stay so; only the rest is worth a retry."""
    codes = PodFailurePolicyOnExitCodesRequirementArgs(
        container_name="judge", operator="In", values=[2, 3]
    )
    return PodFailurePolicyArgs(
        rules=[PodFailurePolicyRuleArgs(action="FailJob", on_exit_codes=codes)]
    )


def _settings(args: DriftMonitorArgs) -> dict[str, Input[str]]:
    version: Input[str] = "0" if args.version is None else args.version
    settings: dict[str, Input[str]] = {
        "SLIPWAY_MODEL": args.model,
        "SLIPWAY_MODEL_VERSION": version,
        "SLIPWAY_REFERENCE_URL": Output.format(
            "s3://monitoring/{}/v{}/reference.parquet", args.model, version
        ),
        "SLIPWAY_LOG_URL": Output.format("s3://request-log/{}", args.model),
        "SLIPWAY_LABELS_URL": Output.format("s3://labels/{}", args.model),
        "SLIPWAY_OUT_URL": Output.format("s3://monitoring/{}/verdicts", args.model),
        "SLIPWAY_PUSHGATEWAY": args.pushgateway,
        "AWS_ENDPOINT_URL": args.endpoint,
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    return settings
