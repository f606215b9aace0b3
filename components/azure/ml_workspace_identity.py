"""Who an Azure ML workspace is to the resources that belong to it."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
from pulumi import Input, Output, ResourceOptions

from slipway.components.azure.known_after import known_id
from slipway.components.azure.managed_identity import KIND
from slipway.components.azure.place import AzurePlace
from slipway.components.azure.role import Assignment, Role, assign
from slipway.components.azure.user_identity import user_identity


@dataclass(frozen=True, kw_only=True)
class WorkspaceParts:
    """Ids of what a workspace is made of."""

    storage: Input[str]
    vault: Input[str]
    registry: Input[str]
    insights: Input[str]


@dataclass(frozen=True, kw_only=True)
class WorkspaceIdentityArgs:
    """The identity's name, and what it acts on."""

    place: AzurePlace
    name: str
    scope: str
    """What no other platform shares, as `naming.global_name` takes it."""
    parts: WorkspaceParts


@dataclass(frozen=True, kw_only=True)
class _Needed:
    part: str
    role: Role
    reason: str


NEEDED: tuple[_Needed, ...] = (
    _Needed(
        part="storage",
        role=Role.CONTRIBUTOR,
        reason="makes the workspace's own containers and approves its network's private link",
    ),
    _Needed(
        part="storage",
        role=Role.BLOB_DATA_CONTRIBUTOR,
        reason="keeps runs' artifacts and models, since the account has no keys",
    ),
    _Needed(
        part="storage",
        role=Role.FILE_DATA_PRIVILEGED_CONTRIBUTOR,
        reason="keeps notebooks in the file share, since the account has no keys",
    ),
    _Needed(
        part="vault",
        role=Role.CONTRIBUTOR,
        reason="approves the private link of the workspace's network",
    ),
    _Needed(
        part="vault",
        role=Role.KEY_VAULT_ADMINISTRATOR,
        reason="keeps the secrets of people's own connections",
    ),
    _Needed(
        part="registry",
        role=Role.CONTRIBUTOR,
        reason="keeps images of people's own environments and approves the private link",
    ),
    _Needed(
        part="insights", role=Role.CONTRIBUTOR, reason="links the telemetry of jobs and endpoints"
    ),
)
"""What a workspace with a user-assigned identity must be given.

Source: "Set up authentication between Azure ML and other services", Microsoft Learn, section
"User-assigned managed identity, Workspace". `Contributor` is wider than the platform itself would
ask for; it is given on these four resources alone, never on the group.
"""


class WorkspaceIdentity(pulumi.ComponentResource):
    """Made before the workspace, with the roles that its creation needs."""

    id: Output[str]
    """Known in a plan."""

    roles: Sequence[pulumi.Resource]
    """The workspace waits for these."""

    def __init__(
        self, name: str, args: WorkspaceIdentityArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("slipway:azure:WorkspaceIdentity", name, {}, opts)
        child = ResourceOptions(parent=self)
        identity = user_identity(f"{name}-identity", args.place, args.name, child)
        self.id = known_id(identity, args.place, KIND, args.name)
        self.roles = [
            assign(
                f"{name}-{one.part}-{one.role.name.lower().replace('_', '-')}",
                Assignment(
                    definition=one.role.definition(args.place.subscription),
                    principal=identity.principal_id,
                    scope=_scope(args.parts, one.part),
                    seed=(args.scope, "ml-workspace", one.part, one.role.name),
                    reason=one.reason,
                ),
                child,
            )
            for one in NEEDED
        ]
        self.register_outputs({"id": self.id})


def _scope(parts: WorkspaceParts, part: str) -> Input[str]:
    scopes = {
        "storage": parts.storage,
        "vault": parts.vault,
        "registry": parts.registry,
        "insights": parts.insights,
    }
    return scopes[part]
