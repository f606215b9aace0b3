"""What the models of the managed platform on Azure share: cluster, capture, images and people."""

from collections.abc import Sequence
from dataclasses import dataclass

from pulumi import Input, Output, ResourceOptions

from slipway.components.access.matrix import Store
from slipway.components.azure.action_group import team_mail
from slipway.components.azure.container_environment import (
    ContainerEnvironment,
    ContainerEnvironmentArgs,
)
from slipway.components.azure.drift_schedule import DriftStoreUrls
from slipway.components.azure.endpoint_capture import Capture, capture_datastore
from slipway.components.azure.ml_compute import MlCompute, MlComputeArgs
from slipway.components.azure.ml_workspace import MlWorkspace, WorkspaceAt
from slipway.components.azure.object_store import AzureObjectStore
from slipway.components.azure.place import adopted
from slipway.components.variants.managed_azure_args import ManagedAzurePlatformArgs
from slipway.components.variants.managed_azure_identities import MlIdentities

CLUSTER, MONITORING = "jobs", "slipway-monitoring"


@dataclass(frozen=True, kw_only=True)
class MlSurroundings:
    """What all models of a platform share."""

    args: ManagedAzurePlatformArgs
    workspace: WorkspaceAt
    capture: Capture
    stores: DriftStoreUrls
    endpoint_identity: Input[str]
    """Id of the identity of endpoints."""
    jobs_client_id: Input[str]
    compute: Input[str]
    """Id of the cluster that runs drift jobs."""
    monitoring: Input[str]
    """Id of the environment that is the monitoring image."""
    insights: Input[str] | None
    actions: Sequence[Output[str]]
    opts: ResourceOptions


def surroundings(
    args: ManagedAzurePlatformArgs,
    store: AzureObjectStore,
    workspace: MlWorkspace,
    identities: MlIdentities,
    opts: ResourceOptions,
) -> MlSurroundings:
    """Makes them in the workspace."""
    urls = {one: found.url for one, found in store.locations.items()}
    return MlSurroundings(
        args=args,
        workspace=workspace.at,
        capture=_capture(args, store, workspace, identities, opts),
        stores=DriftStoreUrls(
            request_log=urls[Store.REQUEST_LOG],
            labels=urls[Store.LABELS],
            monitoring=urls[Store.MONITORING],
        ),
        endpoint_identity=identities.endpoint.id,
        jobs_client_id=identities.jobs.client_id,
        compute=_compute(args, workspace, identities, opts),
        monitoring=_monitoring(args, workspace, opts),
        insights=None if workspace.insights is None else workspace.insights.connection,
        actions=_team(args, opts),
        opts=opts,
    )


def _compute(
    args: ManagedAzurePlatformArgs,
    workspace: MlWorkspace,
    identities: MlIdentities,
    opts: ResourceOptions,
) -> Output[str]:
    return MlCompute(
        "compute",
        MlComputeArgs(
            place=args.place,
            workspace=workspace.at,
            cluster=CLUSTER,
            size=args.wishes.compute_size,
            max_nodes=args.wishes.compute_max_nodes,
            identity=identities.jobs.id,
        ),
        opts,
    ).id


def _capture(
    args: ManagedAzurePlatformArgs,
    store: AzureObjectStore,
    workspace: MlWorkspace,
    identities: MlIdentities,
    opts: ResourceOptions,
) -> Capture:
    account = args.adopt.storage
    known = None if account is None else adopted(account)
    return Capture(
        datastore=capture_datastore(
            "capture",
            place=args.place,
            workspace=workspace.at,
            account=args.names.storage if known is None else known.name,
            account_group=args.place.resource_group if known is None else known.resource_group,
            container=store.locations[Store.REQUEST_LOG].container,
            opts=opts,
        ),
        client_id=identities.endpoint.client_id,
        percent=args.wishes.capture_percent,
    )


def _monitoring(
    args: ManagedAzurePlatformArgs, workspace: MlWorkspace, opts: ResourceOptions
) -> Output[str]:
    environment = ContainerEnvironment(
        "monitoring",
        ContainerEnvironmentArgs(
            workspace=workspace.at,
            environment=MONITORING,
            description="Slipway's drift and quality job",
            image=args.monitoring_image,
        ),
        opts,
    )
    assert environment.version is not None  # noqa: S101 -- it was given an image
    return environment.version


def _team(args: ManagedAzurePlatformArgs, opts: ResourceOptions) -> list[Output[str]]:
    if args.alert_email is None:
        return []
    return [team_mail("team", place=args.place, email=args.alert_email, opts=opts)]
