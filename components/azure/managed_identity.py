"""An identity that a service of Azure acts with on the platform's behalf: no key exists of it."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
from pulumi import Input, Output, ResourceOptions

from slipway.components.access.matrix import Store, Workload
from slipway.components.azure.custom_role import CustomRoles
from slipway.components.azure.known_after import known_id
from slipway.components.azure.place import AzurePlace
from slipway.components.azure.role_assignments import RoleAssignments, RoleAssignmentsArgs
from slipway.components.azure.user_identity import user_identity

KIND = "Microsoft.ManagedIdentity/userAssignedIdentities"


@dataclass(frozen=True, kw_only=True)
class ManagedIdentityArgs:
    """Who it is, and as which workloads of the identity matrix it acts."""

    place: AzurePlace
    name: str
    scope: str
    """What no other platform shares, as `naming.global_name` takes it."""
    stores: Mapping[Workload, Mapping[Store, Input[str]]]
    """Ids of the stores by workload, see `RoleAssignmentsArgs`."""
    custom: CustomRoles | None = None


class ManagedIdentity(pulumi.ComponentResource):
    """What is told of it waits until it has its roles: whoever starts earlier is refused."""

    id: Output[str]
    """What a resource names to act with it; known in a plan."""

    client_id: Output[str]
    """What code in a container asks tokens with."""

    principal_id: Output[str]
    """Object id, for further roles."""

    def __init__(
        self, name: str, args: ManagedIdentityArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("slipway:azure:ManagedIdentity", name, {}, opts)
        child = ResourceOptions(parent=self)
        identity = user_identity(f"{name}-identity", args.place, args.name, child)
        self.principal_id = identity.principal_id
        roles = [
            RoleAssignments(
                f"{name}-{workload.value}",
                RoleAssignmentsArgs(
                    subscription=args.place.subscription,
                    # Two identities may act as one workload; each has assignments of its own.
                    scope=f"{args.scope}/{args.name}",
                    workload=workload,
                    principal=self.principal_id,
                    stores=stores,
                    custom=args.custom,
                ),
                child,
            )
            for workload, stores in args.stores.items()
        ]
        self.id = _after(known_id(identity, args.place, KIND, args.name), roles)
        self.client_id = _after(identity.client_id, roles)
        self.register_outputs({"id": self.id, "clientId": self.client_id})


def _after(value: Output[str], roles: list[RoleAssignments]) -> Output[str]:
    waited = [one.urn for one in roles]
    return Output.all(value, *waited).apply(lambda values: str(values[0]))
