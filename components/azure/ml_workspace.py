"""An Azure Machine Learning workspace: tracking, registry, jobs and endpoints; or one that exists.

Nothing in it holds a key: its storage is entered by identities, and everything that runs in it
lies in a network that Azure manages and that lets out only what the workspace needs.
"""

from dataclasses import dataclass
from typing import Literal

import pulumi
from pulumi import Input, Output, ResourceOptions
from pulumi_azure_native import machinelearningservices as ml

from slipway.components.azure.application_insights import (
    ApplicationInsights,
    ApplicationInsightsArgs,
)
from slipway.components.azure.delete_lock import delete_lock
from slipway.components.azure.diagnostics import send_logs
from slipway.components.azure.known_after import known_after, known_id
from slipway.components.azure.ml_workspace_identity import (
    WorkspaceIdentity,
    WorkspaceIdentityArgs,
    WorkspaceParts,
)
from slipway.components.azure.place import AzurePlace, adopted
from slipway.components.azure.private_endpoint import (
    PrivateAccess,
    PrivateEndpoint,
    PrivateEndpointArgs,
)
from slipway.components.variants.profile import EnvironmentProfile

KIND = "Microsoft.MachineLearningServices/workspaces"
ENDPOINTS = {"amlworkspace": "workspace", "file": "storage"}
"""Private endpoints that a workspace needs besides those of its parts: group and what has it."""
LOGGED = (
    "AmlComputeClusterEvent",
    "AmlComputeJobEvent",
    "AmlRunStatusChangedEvent",
    "ModelsChangeEvent",
    "ModelsActionEvent",
    "EnvironmentChangeEvent",
    "DataStoreChangeEvent",
)
"""What was changed and what ran; reads are too many to keep."""
IdentityKind = Literal["user-assigned", "system-assigned"]


@dataclass(frozen=True, kw_only=True)
class WorkspaceAt:
    """Where a workspace is, for what is made in it."""

    id: Output[str]
    name: Output[str]
    resource_group: Output[str]
    region: str

    def child(self, kind: str, name: str) -> Output[str]:
        """Id of something in it, e.g. `child("computes", "jobs")`."""
        return Output.concat(self.id, f"/{kind}/{name}")


@dataclass(frozen=True, kw_only=True)
class StoragePart:
    """The account that the workspace keeps its own containers in."""

    id: Input[str]
    adopted: bool = False
    """Its private endpoints are its owner's matter."""


@dataclass(frozen=True, kw_only=True)
class MlWorkspaceArgs:
    """The name is unique in the subscription's tenant for as long as Azure keeps a deleted one."""

    place: AzurePlace
    workspace: str
    scope: str
    """What no other platform shares, as `naming.global_name` takes it."""
    profile: EnvironmentProfile
    logs: Input[str]
    """Id of the log workspace."""
    storage: StoragePart
    vault: Input[str] | None
    """None with an adopted workspace alone, which has its own."""
    registry: Input[str]
    access: PrivateAccess | None
    """Reached by private addresses alone; None: from anywhere, with a login and a role."""
    identity: IdentityKind = "user-assigned"
    """A system-assigned one gets its roles from Azure: Contributor on the whole group."""
    adopt: str | None = None
    """The id of a workspace that exists, in the same region; nothing of it is changed."""


class MlWorkspace(pulumi.ComponentResource):
    """Its MLflow keeps runs and registered models; there is no server to run for it."""

    at: WorkspaceAt
    """For what is made in it; known only once it is reached."""

    tracking_uri: Output[str]
    """What MLflow takes as tracking and registry URI, with the plug-in `azureml-mlflow`."""

    insights: ApplicationInsights | None
    """None for an adopted workspace, which has its own."""

    def __init__(
        self, name: str, args: MlWorkspaceArgs, opts: ResourceOptions | None = None
    ) -> None:
        existing = None if args.adopt is None else adopted(args.adopt)
        vault = _required_vault(args) if existing is None else None
        super().__init__("slipway:azure:MlWorkspace", name, {}, opts)
        self.insights = None
        if existing is not None:
            self.at = WorkspaceAt(
                id=Output.from_input(existing.id),
                name=Output.from_input(existing.name),
                resource_group=Output.from_input(existing.resource_group),
                region=args.place.region,
            )
        elif vault is not None:
            self.insights = ApplicationInsights(
                f"{name}-insights",
                ApplicationInsightsArgs(
                    place=args.place, name=f"{args.workspace}-insights", logs=args.logs
                ),
                ResourceOptions(parent=self),
            )
            parts = WorkspaceParts(
                storage=args.storage.id,
                vault=vault,
                registry=args.registry,
                insights=self.insights.id,
            )
            self.at = self._create(name, args, parts)
        self.tracking_uri = Output.concat(
            f"azureml://{args.place.region}.api.azureml.ms/mlflow/v1.0", self.at.id
        )
        self.register_outputs({"id": self.at.id, "trackingUri": self.tracking_uri})

    def _create(self, name: str, args: MlWorkspaceArgs, parts: WorkspaceParts) -> WorkspaceAt:
        made = self._workspace(name, args, parts)
        known = known_id(made, args.place, KIND, args.workspace)
        send_logs(
            f"{name}-logs",
            resource=known,
            workspace=args.logs,
            categories=LOGGED,
            opts=ResourceOptions(parent=self),
        )
        if args.profile.production:
            delete_lock(f"{name}-lock", known, ResourceOptions(parent=self))
        reached = self._endpoints(name, args, known)
        return WorkspaceAt(
            # What is in the workspace is made of this id, and so waits until it is reached.
            id=Output.all(known, *[one.urn for one in reached]).apply(lambda all_: str(all_[0])),
            name=known_after(made, args.workspace),
            resource_group=Output.from_input(args.place.resource_group),
            region=args.place.region,
        )

    def _workspace(self, name: str, args: MlWorkspaceArgs, parts: WorkspaceParts) -> ml.Workspace:
        identity, roles = self._identity(name, args, parts)
        return ml.Workspace(
            f"{name}-workspace",
            workspace_name=args.workspace,
            resource_group_name=args.place.resource_group,
            location=args.place.region,
            kind="Default",
            sku=ml.SkuArgs(name="Basic", tier=ml.SkuTier.BASIC),
            friendly_name=args.workspace,
            storage_account=parts.storage,
            key_vault=parts.vault,
            container_registry=parts.registry,
            application_insights=parts.insights,
            identity=identity,
            primary_user_assigned_identity=None if roles is None else roles.id,
            system_datastores_auth_mode=ml.SystemDatastoresAuthMode.IDENTITY,
            public_network_access=ml.PublicNetworkAccessType.ENABLED
            if args.access is None
            else ml.PublicNetworkAccessType.DISABLED,
            managed_network=_managed_network(private=args.access is not None),
            # Else the first endpoint waits for the network, longer than its creation may take.
            provision_network_now=True,
            v1_legacy_mode=False,
            hbi_workspace=False,
            tags=args.place.tags,
            opts=ResourceOptions(
                parent=self,
                protect=args.profile.production,
                depends_on=[] if roles is None else list(roles.roles),
            ),
        )

    def _identity(
        self, name: str, args: MlWorkspaceArgs, parts: WorkspaceParts
    ) -> tuple[ml.ManagedServiceIdentityArgs, WorkspaceIdentity | None]:
        kinds = ml.ManagedServiceIdentityType
        if args.identity == "system-assigned":
            return ml.ManagedServiceIdentityArgs(type=kinds.SYSTEM_ASSIGNED), None
        own = WorkspaceIdentity(
            f"{name}-identity",
            WorkspaceIdentityArgs(
                place=args.place, name=f"{args.workspace}-ml", scope=args.scope, parts=parts
            ),
            ResourceOptions(parent=self),
        )
        identity = ml.ManagedServiceIdentityArgs(
            type=kinds.USER_ASSIGNED, user_assigned_identities=[own.id]
        )
        return identity, own

    def _endpoints(
        self, name: str, args: MlWorkspaceArgs, workspace: Output[str]
    ) -> list[PrivateEndpoint]:
        if args.access is None:
            return []
        targets: dict[str, Input[str]] = {"workspace": workspace}
        if not args.storage.adopted:
            targets["storage"] = args.storage.id
        return [
            PrivateEndpoint(
                f"{name}-{group}",
                PrivateEndpointArgs(
                    place=args.place, target=targets[part], group=group, access=args.access
                ),
                ResourceOptions(parent=self),
            )
            for group, part in ENDPOINTS.items()
            if part in targets
        ]


def _required_vault(args: MlWorkspaceArgs) -> Input[str]:
    if args.vault is None:
        raise ValueError(
            "vault: got None; expected the id of a key vault, or a workspace to adopt. Make one"
            " with AzureKeyVaultStore."
        )
    return args.vault


def _managed_network(*, private: bool) -> ml.ManagedNetworkSettingsArgs:
    """Where jobs and endpoints run: without public addresses either way.

    The private one lets out only to the workspace's own parts and to what Azure ML itself needs;
    as it names no host of others, it costs no firewall.
    """
    return ml.ManagedNetworkSettingsArgs(
        isolation_mode=ml.IsolationMode.ALLOW_ONLY_APPROVED_OUTBOUND
        if private
        else ml.IsolationMode.ALLOW_INTERNET_OUTBOUND
    )
