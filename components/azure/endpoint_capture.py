"""Where a deployment's requests and answers are kept: Azure ML's own collector writes them.

Our runtime's request log can't leave an endpoint whose network is closed, so the collector's files
are what the drift job reads. It writes the bodies as they came, with an id that request and answer
share: the join key (field `correlationid`).

Source: "Collect production data from models deployed for real-time inferencing", Microsoft Learn,
section "Payload logging".
"""

from collections.abc import Mapping
from dataclasses import dataclass

from pulumi import Input, Output, ResourceOptions
from pulumi_azure_native import machinelearningservices as ml

from slipway.components.azure.known_after import known_after
from slipway.components.azure.ml_workspace import WorkspaceAt
from slipway.components.azure.place import AzurePlace

COLLECTIONS = ("request", "response")
"""The names by which the collector knows HTTP bodies."""
DATASTORE = "request_log"


@dataclass(frozen=True, kw_only=True)
class Capture:
    """What all deployments of a platform share."""

    datastore: Output[str]
    """Beginning of the paths in the datastore, as data assets name them; waits for it."""
    client_id: Input[str]
    """Of the identity that writes."""
    percent: int


def capture_datastore(
    name: str,
    *,
    place: AzurePlace,
    workspace: WorkspaceAt,
    account: str,
    account_group: Input[str],
    container: Input[str],
    opts: ResourceOptions,
) -> Output[str]:
    """Makes the request log's container known to the workspace, without any key."""
    made = ml.Datastore(
        name,
        name=DATASTORE,
        workspace_name=workspace.name,
        resource_group_name=workspace.resource_group,
        # Validation would ask the container from where `up` runs, which is often outside.
        skip_validation=True,
        properties=ml.AzureBlobDatastoreArgs(
            datastore_type="AzureBlob",
            account_name=account,
            container_name=container,
            endpoint="core.windows.net",
            protocol="https",
            credentials=ml.NoneDatastoreCredentialsArgs(credentials_type="None"),
            subscription_id=place.subscription,
            resource_group=account_group,
            # Who looks at it in the studio does so with rights of his own.
            service_data_access_auth_identity=ml.ServiceDataAccessAuthIdentity.NONE,
            description="What endpoints were asked and what they answered",
            tags=place.tags,
        ),
        opts=opts,
    )
    return Output.concat(
        f"azureml://subscriptions/{place.subscription}/resourcegroups/",
        workspace.resource_group,
        "/workspaces/",
        workspace.name,
        f"/datastores/{DATASTORE}/",
        known_after(made, "paths"),
    )


def collector(
    name: str,
    capture: Capture,
    *,
    workspace: WorkspaceAt,
    model: str,
    version: int,
    deployment: str,
    opts: ResourceOptions,
) -> ml.DataCollectorArgs:
    """The collector's settings, and a data asset for each of its two collections."""
    folder = Output.concat(capture.datastore, f"/{log_folder(model, version)}")
    assets = {
        one: _asset(
            f"{name}-{one}",
            workspace=workspace,
            asset=f"{model}-{one}",
            version=deployment,
            folder=folder,
            opts=opts,
        )
        for one in COLLECTIONS
    }
    return ml.DataCollectorArgs(
        rolling_rate=ml.RollingRateType.HOUR, collections=_collections(capture, assets)
    )


def log_folder(model: str, version: int) -> str:
    """Where a version's captures lie in the request log; captures themselves name no version."""
    return f"{model}/v{version}"


def _collections(
    capture: Capture, assets: Mapping[str, Output[str]]
) -> dict[str, ml.CollectionArgs]:
    return {
        one: ml.CollectionArgs(
            data_collection_mode=ml.DataCollectionMode.ENABLED,
            sampling_rate=capture.percent / 100,
            client_id=capture.client_id,
            data_id=asset,
        )
        for one, asset in assets.items()
    }


def _asset(
    name: str,
    *,
    workspace: WorkspaceAt,
    asset: str,
    version: str,
    folder: Output[str],
    opts: ResourceOptions,
) -> Output[str]:
    made = ml.DataVersion(
        name,
        name=asset,
        version=version,
        workspace_name=workspace.name,
        resource_group_name=workspace.resource_group,
        properties=ml.UriFolderDataVersionArgs(
            data_type="uri_folder", data_uri=folder, is_anonymous=False, is_archived=False
        ),
        opts=opts,
    )
    at = workspace.child("data", f"{asset}/versions/{version}")
    return Output.all(at, made.urn).apply(lambda both: str(both[0]))
