"""Who may ask an endpoint for predictions: a role that allows that and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
from pulumi import Input, ResourceOptions
from pulumi_azure_native import authorization

from slipway.components.azure.known_after import known_after
from slipway.components.azure.place import AzurePlace
from slipway.components.azure.role import Assignment, assign, deterministic_guid

ACTION = "Microsoft.MachineLearningServices/workspaces/onlineEndpoints/score/action"
"""Source: "Authenticate clients for online endpoints", Microsoft Learn, section on roles."""


@dataclass(frozen=True, kw_only=True)
class EndpointCallersArgs:
    """On the whole workspace: whoever calls one model of a platform may call the others."""

    place: AzurePlace
    label: str
    """The platform's name: role names are shown to the whole tenant, and unique in it."""
    scope: str
    """What no other platform shares, as `naming.global_name` takes it."""
    workspace: Input[str]
    """Id of the workspace."""
    group: Input[str]
    """Id of its resource group, in which alone the role can be given."""
    callers: Sequence[str]
    """Object ids of identities of applications."""


class EndpointCallers(pulumi.ComponentResource):
    """Azure's own roles that allow a call allow changing the endpoint as well."""

    def __init__(
        self, name: str, args: EndpointCallersArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("slipway:azure:EndpointCallers", name, {}, opts)
        child = ResourceOptions(parent=self)
        guid = deterministic_guid(args.scope, "role", "endpoint-caller")
        role = authorization.RoleDefinition(
            f"{name}-role",
            role_definition_id=guid,
            role_name=f"{args.label} endpoint-caller {guid[:6]}",
            role_type="CustomRole",
            description="Asks models for predictions. Made by Slipway.",
            permissions=[authorization.PermissionArgs(actions=[ACTION])],
            scope=args.group,
            assignable_scopes=[args.group],
            opts=child,
        )
        definition = (
            f"/subscriptions/{args.place.subscription}/providers/Microsoft.Authorization"
            f"/roleDefinitions/{guid}"
        )
        for caller in args.callers:
            assign(
                f"{name}-{caller}",
                Assignment(
                    definition=known_after(role, definition),
                    principal=caller,
                    scope=args.workspace,
                    seed=(args.scope, "endpoint-caller", caller),
                    reason="asks the platform's models for predictions",
                ),
                child,
            )
        self.register_outputs({})
