"""The scheduled job that judges a model's live traffic against what it was trained on."""

from collections.abc import Mapping
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
from pulumi_kubernetes.networking.v1 import NetworkPolicy

from slipway.components.kubernetes import network
from slipway.components.kubernetes.backends import StoreLogin
from slipway.components.kubernetes.labels import labels, selector
from slipway.components.kubernetes.pod import container, pod, variables
from slipway.components.kubernetes.size import Size
from slipway.components.kubernetes.store_client import (
    is_outside,
    store_credentials,
    store_destinations,
    store_settings,
)
from slipway.components.kubernetes.workloads import metadata

APPLICATION = "drift-monitor"


@dataclass(frozen=True, kw_only=True)
class DriftStores:
    """Base URLs that all models share, and the one login that opens all three."""

    request_log: Input[str]
    labels: Input[str]
    monitoring: Input[str]
    """Reference profiles are read here and verdicts written."""
    login: StoreLogin


@dataclass(frozen=True, kw_only=True)
class DriftMonitorArgs:
    """Where the log, the labels and the reference lie, and where the verdict goes."""

    model: Input[str]
    namespace: Input[str]
    image: Input[str]
    schedule: Input[str]
    version: Input[str] | None  # None: no release yet, so the job is prepared and suspended
    stores: DriftStores
    pushgateway: Input[str]
    node_labels: Mapping[str, Input[str]] | None = None  # None: any node
    size: Size | None = None


class DriftMonitor(pulumi.ComponentResource):
    """A verdict is an alert's business: only a job that couldn't judge counts as failed."""

    cron_job: Output[str]
    """The CronJob's name; a job made from it judges on demand."""

    def __init__(
        self, name: str, args: DriftMonitorArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("slipway:index:DriftMonitor", name, {}, opts)
        if is_outside(args.stores.login):
            NetworkPolicy(
                f"{name}-destinations",
                metadata=metadata(args.namespace, labels(APPLICATION, "monitoring", name)),
                spec=network.policy(
                    selector(APPLICATION, name), egress=store_destinations(args.stores.login)
                ),
                opts=ResourceOptions(parent=self),
            )
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
        env_from=store_credentials(args.stores.login),
    )
    template = pod(
        marks,
        [judge],
        account=args.stores.login.account,
        node_labels=args.node_labels,
        restart_policy="Never",
    )
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
    stores = args.stores
    return {
        "SLIPWAY_MODEL": args.model,
        "SLIPWAY_MODEL_VERSION": version,
        "SLIPWAY_REFERENCE_URL": Output.format(
            "{}/{}/v{}/reference.parquet", stores.monitoring, args.model, version
        ),
        "SLIPWAY_LOG_URL": Output.format("{}/{}", stores.request_log, args.model),
        "SLIPWAY_LABELS_URL": Output.format("{}/{}", stores.labels, args.model),
        "SLIPWAY_OUT_URL": Output.format("{}/{}/verdicts", stores.monitoring, args.model),
        "SLIPWAY_PUSHGATEWAY": args.pushgateway,
        **store_settings(stores.login),
    }
