"""Roles of the platform's own, where Azure's built-in ones allow more than the matrix says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
from pulumi import Output, ResourceOptions
from pulumi_azure_native import authorization

from slipway.components.azure.known_after import known_after
from slipway.components.azure.role import deterministic_guid
from slipway.components.azure.store_roles import RoleSpec


@dataclass(frozen=True, kw_only=True)
class CustomRolesArgs:
    """Roles that can be given inside one resource group alone."""

    subscription: str
    group: str
    """Id of the resource group."""
    label: str
    """The platform's name: role names are shown to the whole tenant, and unique in it."""
    scope: str
    """What no other platform shares, as `naming.global_name` takes it."""
    specs: Sequence[RoleSpec]


class CustomRoles(pulumi.ComponentResource):
    """One definition each; whoever makes it needs Owner or User Access Administrator."""

    definitions: Mapping[str, Output[str]]
    """Ids by the spec's name; known in a plan."""

    def __init__(
        self, name: str, args: CustomRolesArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("slipway:azure:CustomRoles", name, {}, opts)
        self.definitions = {spec.name: self._define(name, args, spec) for spec in args.specs}
        self.register_outputs({"definitions": dict(self.definitions)})

    def _define(self, name: str, args: CustomRolesArgs, spec: RoleSpec) -> Output[str]:
        guid = deterministic_guid(args.scope, "role", spec.name)
        made = authorization.RoleDefinition(
            f"{name}-{spec.name}",
            role_definition_id=guid,
            role_name=f"{args.label} {spec.name} {guid[:6]}",
            role_type="CustomRole",
            description="Made by Slipway from its identity matrix.",
            permissions=[authorization.PermissionArgs(data_actions=list(spec.data_actions))],
            scope=args.group,
            assignable_scopes=[args.group],
            opts=ResourceOptions(parent=self),
        )
        identifier = (
            f"/subscriptions/{args.subscription}/providers/Microsoft.Authorization"
            f"/roleDefinitions/{guid}"
        )
        return known_after(made, identifier)
