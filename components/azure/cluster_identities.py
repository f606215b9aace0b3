"""Who a cluster is to Azure: its control plane and its nodes, each with its own identity."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
from pulumi import Input, Output, ResourceOptions
from pulumi_azure_native import managedidentity

from slipway.components.azure.known_after import known_id
from slipway.components.azure.place import AzurePlace
from slipway.components.azure.role import Assignment, Role, assign
from slipway.components.azure.user_identity import user_identity


@dataclass(frozen=True, kw_only=True)
class ClusterIdentitiesArgs:
    """Subnets that the control plane puts its addresses and load balancers into."""

    place: AzurePlace
    name: str
    scope: str
    subnets: Sequence[tuple[str, Input[str]]]
    """Role and id of each."""


class ClusterIdentities(pulumi.ComponentResource):
    """Made before the cluster, with the roles that its creation needs."""

    control_plane: Output[str]
    """Id of the control plane's identity."""

    kubelet: managedidentity.UserAssignedIdentity
    """The nodes' identity."""

    kubelet_id: Output[str]
    """Id of the nodes' identity."""

    def __init__(
        self, name: str, args: ClusterIdentitiesArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("slipway:azure:ClusterIdentities", name, {}, opts)
        plane = self._identity(f"{name}-control-plane", f"{args.name}-control-plane", args)
        self.kubelet = self._identity(f"{name}-nodes", f"{args.name}-nodes", args)
        self.control_plane = _id(args, plane, f"{args.name}-control-plane")
        self.kubelet_id = _id(args, self.kubelet, f"{args.name}-nodes")
        for role, subnet in args.subnets:
            self._assign(
                f"{name}-{role}",
                args,
                Role.NETWORK_CONTRIBUTOR,
                scope=subnet,
                reason="puts load balancers and the API server's address into this subnet",
                principal=plane.principal_id,
            )
        self._assign(
            f"{name}-nodes-identity",
            args,
            Role.MANAGED_IDENTITY_OPERATOR,
            scope=self.kubelet_id,
            reason="gives its nodes their identity",
            principal=plane.principal_id,
        )
        self.register_outputs({"controlPlane": self.control_plane, "kubelet": self.kubelet_id})

    def _identity(
        self, name: str, label: str, args: ClusterIdentitiesArgs
    ) -> managedidentity.UserAssignedIdentity:
        return user_identity(name, args.place, label, ResourceOptions(parent=self))

    def _assign(
        self,
        name: str,
        args: ClusterIdentitiesArgs,
        role: Role,
        *,
        scope: Input[str],
        reason: str,
        principal: Input[str],
    ) -> None:
        assign(
            name,
            Assignment(
                definition=role.definition(args.place.subscription),
                principal=principal,
                scope=scope,
                seed=(args.scope, "cluster", name, role.name),
                reason=reason,
            ),
            ResourceOptions(parent=self),
        )


def _id(
    args: ClusterIdentitiesArgs, identity: managedidentity.UserAssignedIdentity, label: str
) -> Output[str]:
    kind = "Microsoft.ManagedIdentity/userAssignedIdentities"
    return known_id(identity, args.place, kind, label)
