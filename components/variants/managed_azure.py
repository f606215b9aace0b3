"""The variant in which Azure Machine Learning does tracking, registry, serving and scheduling."""

from collections.abc import Mapping

import pulumi
from pulumi import Output, ResourceOptions

from slipway.components.access.matrix import Store
from slipway.components.azure.endpoint_callers import EndpointCallers, EndpointCallersArgs
from slipway.components.azure.key_vault import AzureKeyVaultArgs, AzureKeyVaultStore
from slipway.components.azure.ml_registry import MlRegistry, MlRegistryArgs
from slipway.components.azure.ml_workspace import MlWorkspace, MlWorkspaceArgs, StoragePart
from slipway.components.azure.object_store import AzureObjectStore, AzureObjectStoreArgs
from slipway.components.azure.place import adopted
from slipway.components.variants.managed_azure_args import ManagedAzurePlatformArgs
from slipway.components.variants.managed_azure_identities import MlIdentities, MlIdentitiesArgs
from slipway.components.variants.managed_azure_models import prepare, serve
from slipway.components.variants.managed_azure_surroundings import MlSurroundings, surroundings
from slipway.components.variants.platform import PlatformUrls, ServedModel

STORES = (Store.REQUEST_LOG, Store.LABELS, Store.MONITORING)
"""Artifacts aren't among them: the workspace keeps those in a container of its own."""


class ManagedAzurePlatform(pulumi.ComponentResource):
    """No cluster of ours, and nothing that runs but the instances of released models."""

    tracking_url: Output[str]
    """What MLflow takes as tracking URI, with the plug-in azureml-mlflow."""

    model_registry_uri: Output[str]
    """The same: a workspace is both."""

    urls: PlatformUrls
    """Addresses as the operator reaches them."""

    models: Mapping[str, ServedModel]
    """The released models by name."""

    tracking_login: None
    """There is none: Entra says who somebody is, and roles on the workspace what they may do."""

    object_store_keys: None
    """There are none: the account has no keys."""

    studio_url: Output[str]
    """The workspace in Azure ML studio."""

    shared_registry_uri: Output[str] | None
    """Where models go that other workspaces read; None where nobody asked for it."""

    def __init__(
        self, name: str, args: ManagedAzurePlatformArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("slipway:azure:ManagedPlatform", name, {}, opts)
        self._args, self._child = args, ResourceOptions(parent=self)
        store = AzureObjectStore("store", self._object_store(), self._child)
        workspace = MlWorkspace("workspace", self._workspace(store), self._child)
        identities = MlIdentities("identities", self._identities(store, workspace), self._child)
        identities.let_release(workspace.at.id, store.account_id)
        around = surroundings(args, store, workspace, identities, self._child)
        self.models = self._models(around)
        self._callers(workspace)
        self.shared_registry_uri = self._registry()
        self.tracking_url = self.model_registry_uri = workspace.tracking_uri
        self.tracking_login = self.object_store_keys = None
        self.studio_url = Output.concat(
            "https://ml.azure.com/?tid=", args.place.tenant, "&wsid=", workspace.at.id
        )
        self.urls = PlatformUrls(
            tracking=workspace.tracking_uri,
            registry=Output.concat("https://", args.registry),
            monitoring=store.locations[Store.MONITORING].url,
        )
        self.register_outputs({"trackingUrl": self.tracking_url})

    def _object_store(self) -> AzureObjectStoreArgs:
        args = self._args
        return AzureObjectStoreArgs(
            place=args.place,
            account=args.names.storage,
            profile=args.profile,
            access=args.access,
            log_workspace=args.logs,
            stores=STORES,
            allowed_cidrs=args.allowed_cidrs,
            adopt=args.adopt.storage,
        )

    def _workspace(self, store: AzureObjectStore) -> MlWorkspaceArgs:
        args = self._args
        return MlWorkspaceArgs(
            place=args.place,
            workspace=args.names.workspace,
            scope=args.names.scope,
            profile=args.profile,
            logs=args.logs,
            storage=StoragePart(id=store.account_id, adopted=args.adopt.storage is not None),
            vault=self._vault(),
            registry=args.registry_id,
            access=args.access,
            identity=args.wishes.identity,
            adopt=args.adopt.workspace,
        )

    def _vault(self) -> Output[str] | None:
        """A workspace that exists has its own."""
        args = self._args
        if args.adopt.workspace is not None:
            return None
        return AzureKeyVaultStore(
            "vault",
            AzureKeyVaultArgs(
                place=args.place,
                vault=args.names.vault,
                profile=args.profile,
                access=args.access,
                log_workspace=args.logs,
                allowed_cidrs=args.allowed_cidrs,
                recover=args.recover_vault,
                adopt=args.adopt.vault,
            ),
            self._child,
        ).vault_id

    def _identities(self, store: AzureObjectStore, workspace: MlWorkspace) -> MlIdentitiesArgs:
        args, account = self._args, self._args.adopt.storage
        return MlIdentitiesArgs(
            place=args.place,
            name=args.names.name,
            scope=args.names.scope,
            containers={one: at.id for one, at in store.locations.items()},
            containers_group=args.group_id if account is None else adopted(account).group_id,
            registry=args.registry_id,
            insights=None if workspace.insights is None else workspace.insights.id,
            release_principal=args.release_principal,
        )

    def _models(self, around: MlSurroundings) -> dict[str, ServedModel]:
        prepared = [(model, prepare(around, model)) for model in self._args.models]
        return {
            model.name: serve(around, model, model.release, environment)
            for model, environment in prepared
            if model.release is not None
        }

    def _callers(self, workspace: MlWorkspace) -> None:
        args, callers = self._args, self._args.wishes.callers
        if not callers:
            return
        EndpointCallers(
            "callers",
            EndpointCallersArgs(
                place=args.place,
                label=args.names.name,
                scope=args.names.scope,
                workspace=workspace.at.id,
                group=args.group_id
                if args.adopt.workspace is None
                else adopted(args.adopt.workspace).group_id,
                callers=callers,
            ),
            self._child,
        )

    def _registry(self) -> Output[str] | None:
        args = self._args
        if not args.wishes.registry:
            return None
        return MlRegistry(
            "shared",
            MlRegistryArgs(
                place=args.place,
                registry=args.names.registry,
                logs=args.logs,
                production=args.profile.production,
                access=args.access,
            ),
            self._child,
        ).uri
