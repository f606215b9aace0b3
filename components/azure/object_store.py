"""The object stores of the identity matrix in one storage account, a container for each.

Flat Blob and not a hierarchical namespace: that one knows no versions, and a versioned object
can be brought back after it was overwritten. Clients speak Blob: pyarrow understands the abfss
addresses of such an account, while a Data Lake client is refused as soon as soft delete is on,
so MLflow takes the wasbs address.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
from pulumi import Output, ResourceOptions
from pulumi_azure_native import storage

from slipway.components.access.matrix import Store
from slipway.components.azure.delete_lock import delete_lock
from slipway.components.azure.diagnostics import send_logs
from slipway.components.azure.known_after import known_after, known_id
from slipway.components.azure.lifecycle import lifecycle_rules
from slipway.components.azure.place import AzurePlace, adopted
from slipway.components.azure.private_endpoint import (
    PrivateAccess,
    PrivateEndpoint,
    PrivateEndpointArgs,
)
from slipway.components.azure.storage_account import closed_account
from slipway.components.variants.profile import EnvironmentProfile

IN_CLUSTER_STORES = (Store.ARTIFACTS, Store.REQUEST_LOG, Store.LABELS, Store.MONITORING)
"""What a platform needs whose database has backups of its own."""

GROUPS = ("blob", "dfs")
"""pyarrow asks the second one whether the namespace is hierarchical, before it uses the first."""

KIND = "Microsoft.Storage/storageAccounts"

LOGGED = ("StorageDelete",)
"""Who deleted what; reads and writes are each request of each model, too many to keep."""


@dataclass(frozen=True, kw_only=True)
class StoreLocation:
    """Where one store lies."""

    container: Output[str]
    id: Output[str]
    """Of the container: the scope of a role assignment."""
    url: Output[str]
    """``abfss://container@account.dfs.core.windows.net``, for the request log and drift jobs."""
    wasbs_url: Output[str]
    """``wasbs://container@account.blob.core.windows.net``, for MLflow."""


@dataclass(frozen=True, kw_only=True)
class AzureObjectStoreArgs:
    """The account's name is worldwide, so whoever calls derives it; see `components/naming.py`."""

    place: AzurePlace
    account: str
    profile: EnvironmentProfile
    access: PrivateAccess | None
    """None: no private address; whoever asks from anywhere needs a role all the same."""
    log_workspace: pulumi.Input[str]
    stores: Sequence[Store] = IN_CLUSTER_STORES
    allowed_cidrs: Sequence[str] = ()
    """Public addresses that may ask too, with a role; none: the network alone."""
    adopt: str | None = None
    """Id of an account that exists and has the containers: nothing is created."""


class AzureObjectStore(pulumi.ComponentResource):
    """No key, no public blob, no plain text: whoever asks has an identity with a role."""

    locations: Mapping[Store, StoreLocation]
    """Where each store lies."""

    account_id: Output[str]
    """For rules and role assignments."""

    def __init__(
        self, name: str, args: AzureObjectStoreArgs, opts: ResourceOptions | None = None
    ) -> None:
        existing = None if args.adopt is None else adopted(args.adopt)
        super().__init__("slipway:azure:ObjectStore", name, {}, opts)
        if existing is not None:
            self.account_id = Output.from_input(existing.id)
            self.locations = {
                store: _location(store, existing.name, self.account_id, None)
                for store in args.stores
            }
        else:
            account = closed_account(
                f"{name}-account",
                place=args.place,
                account=args.account,
                profile=args.profile,
                allowed_cidrs=args.allowed_cidrs,
                private=args.access is not None,
                opts=ResourceOptions(parent=self, protect=args.profile.production),
            )
            self.account_id = known_id(account, args.place, KIND, args.account)
            self._rules(name, args, account)
            reached = self._endpoints(name, args)
            self.locations = {
                store: _location(
                    store,
                    args.account,
                    self.account_id,
                    self._container(f"{name}-{store.value}", store, args, reached),
                )
                for store in args.stores
            }
        self.register_outputs({"urls": {s.value: at.url for s, at in self.locations.items()}})

    def _rules(
        self, name: str, args: AzureObjectStoreArgs, account: storage.StorageAccount
    ) -> None:
        child, days = ResourceOptions(parent=self), args.profile.backup_days
        kept = storage.DeleteRetentionPolicyArgs(enabled=True, days=days)
        if args.profile.production:
            delete_lock(f"{name}-lock", self.account_id, child)
        service = storage.BlobServiceProperties(
            f"{name}-blobs",
            blob_services_name="default",
            account_name=known_after(account, args.account),
            resource_group_name=args.place.resource_group,
            is_versioning_enabled=True,
            change_feed=storage.ChangeFeedArgs(enabled=True, retention_in_days=days),
            delete_retention_policy=kept,
            container_delete_retention_policy=kept,
            opts=child,
        )
        storage.ManagementPolicy(
            f"{name}-lifecycle",
            management_policy_name="default",
            account_name=known_after(account, args.account),
            resource_group_name=args.place.resource_group,
            policy=storage.ManagementPolicySchemaArgs(rules=lifecycle_rules(args.stores, days)),
            # The policy speaks of versions, which the account must keep first.
            opts=ResourceOptions(parent=self, depends_on=[service]),
        )
        send_logs(
            f"{name}-logs",
            resource=Output.format("{}/blobServices/default", self.account_id),
            workspace=args.log_workspace,
            categories=LOGGED,
            opts=ResourceOptions(parent=self, depends_on=[service]),
        )

    def _endpoints(self, name: str, args: AzureObjectStoreArgs) -> list[PrivateEndpoint]:
        if args.access is None:
            return []
        return [
            PrivateEndpoint(
                f"{name}-{group}",
                PrivateEndpointArgs(
                    place=args.place, target=self.account_id, group=group, access=args.access
                ),
                ResourceOptions(parent=self),
            )
            for group in GROUPS
        ]

    def _container(
        self,
        name: str,
        store: Store,
        args: AzureObjectStoreArgs,
        reached: Sequence[PrivateEndpoint],
    ) -> storage.BlobContainer:
        """Whoever is told of a container finds it by its private name, so that is there first."""
        return storage.BlobContainer(
            name,
            container_name=store.value,
            account_name=args.account,
            resource_group_name=args.place.resource_group,
            public_access=storage.PublicAccess.NONE,
            opts=ResourceOptions(
                parent=self, depends_on=list(reached), protect=args.profile.production
            ),
        )


def _location(
    store: Store,
    account: str,
    account_id: Output[str],
    container: storage.BlobContainer | None,
) -> StoreLocation:
    def known(value: str) -> Output[str]:
        return Output.from_input(value) if container is None else known_after(container, value)

    return StoreLocation(
        container=known(store.value),
        id=Output.format("{}/blobServices/default/containers/{}", account_id, known(store.value)),
        url=known(f"abfss://{store.value}@{account}.dfs.core.windows.net"),
        wasbs_url=known(f"wasbs://{store.value}@{account}.blob.core.windows.net"),
    )
