"""Where the platform's logs go: a Log Analytics workspace of its own, or one that exists."""

from dataclasses import dataclass

import pulumi
from pulumi import Output, ResourceOptions
from pulumi_azure_native import operationalinsights

from slipway.components.azure.known_after import known_id
from slipway.components.azure.place import AzurePlace


@dataclass(frozen=True, kw_only=True)
class LogWorkspaceArgs:
    """Only the days are a matter of the environment."""

    place: AzurePlace
    name: str
    days: int
    """How long logs are kept; the first 31 days cost nothing."""
    adopt: str | None = None
    """The id of a workspace that exists."""


class LogWorkspace(pulumi.ComponentResource):
    """Paid by the gigabyte; entered by Entra alone, since shared keys can't be withdrawn singly."""

    id: Output[str]
    """Known in a plan; what `diagnostics.send_logs` takes."""

    def __init__(
        self, name: str, args: LogWorkspaceArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("slipway:azure:LogWorkspace", name, {}, opts)
        self.id = self._create(name, args) if args.adopt is None else Output.from_input(args.adopt)
        self.register_outputs({"id": self.id})

    def _create(self, name: str, args: LogWorkspaceArgs) -> Output[str]:
        workspace = operationalinsights.Workspace(
            f"{name}-workspace",
            workspace_name=args.name,
            resource_group_name=args.place.resource_group,
            location=args.place.region,
            sku=operationalinsights.WorkspaceSkuArgs(name="PerGB2018"),
            retention_in_days=args.days,
            features=operationalinsights.WorkspaceFeaturesArgs(
                disable_local_auth=True,
                # Whoever may read a resource may read its logs, and no others.
                enable_log_access_using_only_resource_permissions=True,
            ),
            tags=args.place.tags,
            opts=ResourceOptions(parent=self),
        )
        return known_id(
            workspace, args.place, "Microsoft.OperationalInsights/workspaces", args.name
        )
