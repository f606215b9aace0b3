"""What a workload may do with which store, as Azure roles: generated from the identity matrix."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
from pulumi import Input, ResourceOptions

from slipway.components.access.matrix import Grant, Store, Workload, grants_of
from slipway.components.azure.custom_role import CustomRoles
from slipway.components.azure.role import Assignment, PrincipalType, assign
from slipway.components.azure.store_roles import OUTSIDE_OF_AZURE, RoleSpec, role_for


@dataclass(frozen=True, kw_only=True)
class RoleAssignmentsArgs:
    """One workload's roles on the stores that exist on Azure."""

    subscription: str
    scope: str
    """What no other platform shares, as `naming.global_name` takes it."""
    workload: Workload
    principal: Input[str]
    """Object id of the workload's identity."""
    stores: Mapping[Store, Input[str]]
    """Ids of containers, vaults, registries, rules; a store that isn't here is the cell's own
    matter (in the cluster, or another variant's)."""
    custom: CustomRoles | None = None
    """For what no built-in role is narrow enough; None where no store asks for one."""
    principal_type: PrincipalType = "ServicePrincipal"


class RoleAssignments(pulumi.ComponentResource):
    """One assignment for each line of the matrix that the workload has, and not one more.

    A pod that starts before its roles are there is refused: workloads depend on this component.
    """

    def __init__(
        self, name: str, args: RoleAssignmentsArgs, opts: ResourceOptions | None = None
    ) -> None:
        specs = {
            grant.store: (grant, role_for(grant.store, grant.actions))
            for grant in grants_of(args.workload)
            if grant.store in args.stores and grant.store not in OUTSIDE_OF_AZURE
        }
        super().__init__("slipway:azure:RoleAssignments", name, {}, opts)
        for grant, spec in specs.values():
            self._assign(name, args, grant, spec)
        self.register_outputs({})

    def _assign(self, name: str, args: RoleAssignmentsArgs, grant: Grant, spec: RoleSpec) -> None:
        assign(
            f"{name}-{grant.store.value}",
            Assignment(
                definition=_definition(args, spec),
                principal=args.principal,
                principal_type=args.principal_type,
                scope=args.stores[grant.store],
                seed=(args.scope, args.workload.value, grant.store.value, spec.name),
                reason=grant.reason,
            ),
            ResourceOptions(parent=self),
        )


def _definition(args: RoleAssignmentsArgs, spec: RoleSpec) -> Input[str]:
    if spec.built_in is not None:
        return spec.built_in.definition(args.subscription)
    if args.custom is None:
        raise ValueError(
            f"custom: got None; expected CustomRoles, because {args.workload.value} needs"
            f" {spec.name!r}, which no built-in role is. Make them once per stack and pass them."
        )
    return args.custom.definitions[spec.name]
