"""Who acts in the managed platform on Azure, with the roles that the identity matrix says."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
from pulumi import Input, Output, ResourceOptions

from slipway.components.access.managed_grants import MANAGED_GRANTS
from slipway.components.access.matrix import Store, Workload
from slipway.components.azure.custom_role import CustomRoles, CustomRolesArgs
from slipway.components.azure.managed_identity import ManagedIdentity, ManagedIdentityArgs
from slipway.components.azure.place import AzurePlace
from slipway.components.azure.role import Assignment, Role, assign
from slipway.components.azure.role_assignments import RoleAssignments, RoleAssignmentsArgs
from slipway.components.azure.store_roles import custom_specs, role_for

WORKSPACE_CONTAINER = "azureml"
"""Where a workspace's MLflow keeps artifacts, in the workspace's own storage account."""


@dataclass(frozen=True, kw_only=True)
class MlIdentitiesArgs:
    """What there is to act on, by id."""

    place: AzurePlace
    name: str
    """Beginning of every identity's name."""
    scope: str
    """What no other platform shares, as `naming.global_name` takes it."""
    containers: Mapping[Store, Input[str]]
    containers_group: str
    """Id of the resource group that the containers are in."""
    registry: Input[str]
    insights: Input[str] | None
    """Where verdicts are reported; None: an adopted workspace's, which its owner opens."""
    release_principal: str | None


class MlIdentities(pulumi.ComponentResource):
    """Endpoints are one identity and jobs another; what a model does, a drift job can't."""

    endpoint: ManagedIdentity
    """Pulls model images and writes captures."""

    jobs: ManagedIdentity
    """Pulls the monitoring image, reads captures and labels, writes verdicts."""

    def __init__(
        self, name: str, args: MlIdentitiesArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("slipway:azure:MlIdentities", name, {}, opts)
        self._args, self._child = args, ResourceOptions(parent=self)
        self._custom = CustomRoles(f"{name}-roles", self._custom_roles(), self._child)
        pulls = {Store.IMAGES: args.registry}
        self.endpoint = self._identity(
            "endpoints", {Workload.MODEL_SERVICE: args.containers, Workload.NODE: pulls}
        )
        reports = {} if args.insights is None else {Store.METRICS: args.insights}
        self.jobs = self._identity(
            "jobs",
            {
                Workload.DRIFT_MONITOR: args.containers,
                Workload.NODE: pulls,
                Workload.METRICS: reports,
            },
        )
        self.register_outputs({})

    def let_release(self, workspace: Output[str], account: Output[str]) -> None:
        """CI pushes images, registers models and keeps the evidence of the gate.

        The workspace must be there first: it makes the container that artifacts are in.
        """
        args, principal = self._args, self._args.release_principal
        if principal is None:
            return
        RoleAssignments(
            "release",
            RoleAssignmentsArgs(
                subscription=args.place.subscription,
                scope=args.scope,
                workload=Workload.RELEASE,
                principal=principal,
                stores={**args.containers, Store.IMAGES: args.registry},
                custom=self._custom,
            ),
            self._child,
        )
        assign(
            "release-workspace",
            Assignment(
                definition=Role.ML_DATA_SCIENTIST.definition(args.place.subscription),
                principal=principal,
                scope=workspace,
                seed=(args.scope, Workload.RELEASE.value, "ml-workspace"),
                reason="registers models and reads their runs; Azure has no narrower role for it",
            ),
            self._child,
        )
        self._let_keep_artifacts(principal, workspace, account)

    def _let_keep_artifacts(
        self, principal: str, workspace: Output[str], account: Output[str]
    ) -> None:
        args = self._args
        grant = next(
            one
            for one in MANAGED_GRANTS
            if (one.workload, one.store) == (Workload.RELEASE, Store.ARTIFACTS)
        )
        spec = role_for(grant.store, grant.actions)
        container = f"/blobServices/default/containers/{WORKSPACE_CONTAINER}"
        assign(
            "release-artifacts",
            Assignment(
                definition=self._custom.definitions[spec.name],
                principal=principal,
                scope=Output.all(account, workspace).apply(lambda both: f"{both[0]}{container}"),
                seed=(args.scope, Workload.RELEASE.value, grant.store.value, spec.name),
                reason=grant.reason,
            ),
            self._child,
        )

    def _custom_roles(self) -> CustomRolesArgs:
        args = self._args
        return CustomRolesArgs(
            subscription=args.place.subscription,
            group=args.containers_group,
            label=args.name,
            scope=args.scope,
            specs=custom_specs(frozenset(args.containers)),
        )

    def _identity(
        self, part: str, stores: Mapping[Workload, Mapping[Store, Input[str]]]
    ) -> ManagedIdentity:
        args = self._args
        return ManagedIdentity(
            part,
            ManagedIdentityArgs(
                place=args.place,
                name=f"{args.name}-{part}",
                scope=args.scope,
                stores=stores,
                custom=self._custom,
            ),
            self._child,
        )
