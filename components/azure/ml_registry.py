"""An Azure ML registry: models and environments that several workspaces share."""

from dataclasses import dataclass

import pulumi
from pulumi import Output, ResourceOptions
from pulumi_azure_native import machinelearningservices as ml

from slipway.components.azure.delete_lock import delete_lock
from slipway.components.azure.diagnostics import send_logs
from slipway.components.azure.known_after import known_id
from slipway.components.azure.place import AzurePlace
from slipway.components.azure.private_endpoint import (
    PrivateAccess,
    PrivateEndpoint,
    PrivateEndpointArgs,
)

KIND = "Microsoft.MachineLearningServices/registries"
LOGGED = ("RegistryAssetWriteEvent",)
"""Who promoted what."""


@dataclass(frozen=True, kw_only=True)
class MlRegistryArgs:
    """The name is unique in the tenant: `naming.global_name` makes it."""

    place: AzurePlace
    registry: str
    logs: pulumi.Input[str]
    """Id of the log workspace."""
    production: bool
    access: PrivateAccess | None
    """Reached by a private address alone; None: from anywhere, with a login and a role."""


class MlRegistry(pulumi.ComponentResource):
    """Azure makes its storage and its container registry, in a resource group of its own.

    What is in it isn't versioned by the platform: a promoted model is a copy that never changes.
    """

    id: Output[str]
    """Known in a plan; for role assignments."""

    uri: Output[str]
    """What MLflow takes as registry URI to read promoted models."""

    def __init__(
        self, name: str, args: MlRegistryArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("slipway:azure:MlRegistry", name, {}, opts)
        child = ResourceOptions(parent=self)
        made = self._registry(name, args)
        self.id = known_id(made, args.place, KIND, args.registry)
        self.uri = Output.concat(
            f"azureml://{args.place.region}.api.azureml.ms/mlflow/v1.0", self.id
        )
        send_logs(
            f"{name}-logs",
            resource=self.id,
            workspace=args.logs,
            categories=LOGGED,
            opts=child,
        )
        if args.access is not None:
            PrivateEndpoint(
                f"{name}-private",
                PrivateEndpointArgs(
                    place=args.place, target=self.id, group="amlregistry", access=args.access
                ),
                child,
            )
        if args.production:
            delete_lock(f"{name}-lock", self.id, child)
        self.register_outputs({"id": self.id, "uri": self.uri})

    def _registry(self, name: str, args: MlRegistryArgs) -> ml.Registry:
        storage = ml.SystemCreatedStorageAccountArgs(
            allow_blob_public_access=False,
            storage_account_hns_enabled=False,
            # A registry outlives the workspaces that it feeds.
            storage_account_type="Standard_ZRS",
        )
        images = ml.SystemCreatedAcrAccountArgs(acr_account_sku="Premium")
        return ml.Registry(
            f"{name}-registry",
            registry_name=args.registry,
            resource_group_name=args.place.resource_group,
            location=args.place.region,
            identity=ml.ManagedServiceIdentityArgs(
                type=ml.ManagedServiceIdentityType.SYSTEM_ASSIGNED
            ),
            public_network_access="Enabled" if args.access is None else "Disabled",
            region_details=[
                ml.RegistryRegionArmDetailsArgs(
                    location=args.place.region,
                    storage_account_details=[
                        ml.StorageAccountDetailsArgs(system_created_storage_account=storage)
                    ],
                    acr_details=[ml.AcrDetailsArgs(system_created_acr_account=images)],
                )
            ],
            tags=args.place.tags,
            opts=ResourceOptions(parent=self, protect=args.production),
        )
