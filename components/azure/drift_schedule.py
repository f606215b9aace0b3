"""The drift job of one model: our own image, started by the workspace's scheduler on its cluster.

A drift verdict is no failure: the job ends well and what it reports raises the alert
(`drift_alerts.py`); only a job that couldn't judge fails.
"""

from dataclasses import dataclass

import pulumi
from pulumi import Input, Output, ResourceOptions
from pulumi_azure_native import machinelearningservices as ml

from slipway.components.azure.endpoint_capture import log_folder
from slipway.components.azure.known_after import known_after
from slipway.components.azure.ml_workspace import WorkspaceAt
from slipway.components.azure.place import AzurePlace

COMMAND = "/opt/venv/bin/python -m slipway.monitoring job --verdict-exit-zero"
"""The image's entry point in full: a command job runs its command in a shell instead of that."""
LONGEST = "PT30M"
LOG_FORMAT = "azureml"
"""The capture files of `endpoint_capture.py`."""


@dataclass(frozen=True, kw_only=True)
class DriftStoreUrls:
    """Base URLs that all models share."""

    request_log: Input[str]
    labels: Input[str]
    monitoring: Input[str]
    """Reference profiles are read here and verdicts written."""


@dataclass(frozen=True, kw_only=True)
class DriftScheduleArgs:
    """Everything that a run is told is in its schedule, so a release changes that."""

    place: AzurePlace
    workspace: WorkspaceAt
    model: str
    version: int | None
    """None: no release yet, so the schedule is prepared and disabled."""
    cron: str
    """Five fields, in UTC."""
    environment: Input[str]
    """Id of the environment that is our monitoring image."""
    compute: Input[str]
    """Id of the cluster."""
    client_id: Input[str]
    """Of the cluster's identity, which reads the captures and writes the verdicts."""
    stores: DriftStoreUrls
    insights: Input[str] | None
    """Connection string of Application Insights; None: verdicts are in the store alone."""


class DriftSchedule(pulumi.ComponentResource):
    """One run at a time costs one node for its minutes, and nothing between two runs."""

    name: Output[str]
    """The schedule's name in the workspace."""

    def __init__(
        self, name: str, args: DriftScheduleArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("slipway:azure:DriftSchedule", name, {}, opts)
        chosen = f"{args.model}-drift"
        made = ml.Schedule(
            f"{name}-schedule",
            name=chosen,
            workspace_name=args.workspace.name,
            resource_group_name=args.workspace.resource_group,
            properties=ml.SchedulePropertiesArgs(
                display_name=chosen,
                description=f"Judges the requests of {args.model}",
                is_enabled=args.version is not None,
                trigger=ml.CronTriggerArgs(
                    trigger_type="Cron", expression=args.cron, time_zone="UTC"
                ),
                action=ml.JobScheduleActionArgs(action_type="CreateJob", job_definition=_job(args)),
                tags=args.place.tags,
            ),
            opts=ResourceOptions(parent=self),
        )
        self.name = known_after(made, chosen)
        self.register_outputs({"name": self.name})


def _job(args: DriftScheduleArgs) -> ml.CommandJobArgs:
    return ml.CommandJobArgs(
        job_type="Command",
        display_name=f"{args.model}-drift",
        experiment_name=f"{args.model}-drift",
        command=COMMAND,
        environment_id=args.environment,
        compute_id=args.compute,
        identity=ml.ManagedIdentityArgs(identity_type="Managed", client_id=args.client_id),
        environment_variables=_environment(args),
        resources=ml.JobResourceConfigurationArgs(instance_count=1),
        limits=ml.CommandJobLimitsArgs(job_limits_type="Command", timeout=LONGEST),
        is_archived=False,
        tags={**args.place.tags, "slipway-model": args.model},
    )


def _environment(args: DriftScheduleArgs) -> dict[str, Input[str]]:
    stores, version = args.stores, args.version or 0
    told: dict[str, Input[str]] = {
        # What the Azure libraries in the image pick their identity by.
        "AZURE_CLIENT_ID": args.client_id,
        "SLIPWAY_MODEL": args.model,
        "SLIPWAY_MODEL_VERSION": str(version),
        "SLIPWAY_REFERENCE_URL": Output.format(
            "{}/{}/v{}/reference.parquet", stores.monitoring, args.model, version
        ),
        "SLIPWAY_LOG_FORMAT": LOG_FORMAT,
        "SLIPWAY_LOG_URL": Output.format(
            "{}/{}", stores.request_log, log_folder(args.model, version)
        ),
        "SLIPWAY_LABELS_URL": Output.format("{}/{}", stores.labels, args.model),
        "SLIPWAY_OUT_URL": Output.format("{}/{}/verdicts", stores.monitoring, args.model),
    }
    if args.insights is not None:
        told["APPLICATIONINSIGHTS_CONNECTION_STRING"] = args.insights
    return told
