"""An identity that one service account of the cluster has, and no other: no key exists of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pulumi
from pulumi import Input, Output, ResourceOptions
from pulumi_azure_native import managedidentity

from slipway.components.access.matrix import Store, Workload
from slipway.components.azure.custom_role import CustomRoles
from slipway.components.azure.known_after import known_after
from slipway.components.azure.place import AzurePlace
from slipway.components.azure.role_assignments import RoleAssignments, RoleAssignmentsArgs
from slipway.components.azure.user_identity import user_identity

AUDIENCE = "api://AzureADTokenExchange"
"""What Entra takes tokens of a cluster for."""
CLIENT_ID_ANNOTATION = "azure.workload.identity/client-id"
USE_LABEL = "azure.workload.identity/use"


@dataclass(frozen=True, kw_only=True)
class WorkloadIdentityArgs:
    """Who it is in the cluster, and what it may do outside of it."""

    place: AzurePlace
    name: str
    scope: str
    """What no other platform shares, as `naming.global_name` takes it."""
    workload: Workload
    issuer: Input[str]
    """The cluster's OIDC issuer."""
    subject: str
    """``system:serviceaccount:<namespace>:<name>``"""
    stores: Mapping[Store, Input[str]] = field(default_factory=dict)
    """Ids of the stores, see `RoleAssignmentsArgs`."""
    custom: CustomRoles | None = None


class WorkloadIdentity(pulumi.ComponentResource):
    """Trusts the tokens of one service account of one cluster; its pods depend on all of this."""

    client_id: Output[str]
    """What the service account's annotation names."""

    principal_id: Output[str]
    """Object id, for roles and database logins."""

    annotations: Mapping[str, Output[str]]
    """For the service account."""

    pod_labels: Mapping[str, str]
    """For its pods: without them AKS' webhook passes them by."""

    def __init__(
        self, name: str, args: WorkloadIdentityArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("slipway:azure:WorkloadIdentity", name, {}, opts)
        child = ResourceOptions(parent=self)
        identity = user_identity(f"{name}-identity", args.place, args.name, child)
        managedidentity.FederatedIdentityCredential(
            f"{name}-trust",
            federated_identity_credential_resource_name="cluster",
            resource_name_=known_after(identity, args.name),
            resource_group_name=args.place.resource_group,
            issuer=args.issuer,
            subject=args.subject,
            audiences=[AUDIENCE],
            opts=child,
        )
        RoleAssignments(
            f"{name}-roles",
            RoleAssignmentsArgs(
                subscription=args.place.subscription,
                scope=args.scope,
                workload=args.workload,
                principal=identity.principal_id,
                stores=args.stores,
                custom=args.custom,
            ),
            child,
        )
        self.client_id, self.principal_id = identity.client_id, identity.principal_id
        self.annotations = {CLIENT_ID_ANNOTATION: identity.client_id}
        self.pod_labels = {USE_LABEL: "true"}
        self.register_outputs({"clientId": self.client_id, "principalId": self.principal_id})
