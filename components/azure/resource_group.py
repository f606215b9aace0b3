"""The resource group that everything of a platform is in: its own, or one that exists."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pulumi
from pulumi import Output, ResourceOptions
from pulumi_azure_native import resources

from slipway.components.azure.known_after import known_after


@dataclass(frozen=True, kw_only=True)
class ResourceGroupArgs:
    """Plain values: every id in the plan is made of them."""

    subscription: str
    region: str
    name: str
    production: bool
    tags: Mapping[str, str] = field(default_factory=dict)
    adopt: str | None = None
    """The name of a group that exists; nothing is made, and `name` isn't used."""


class ResourceGroup(pulumi.ComponentResource):
    """Deleting a group deletes all in it, so production's is protected."""

    name: Output[str]
    """Known in a plan; what uses it waits for the group."""

    id: str
    """Made of the names, so that role scopes know it in a plan."""

    def __init__(
        self, name: str, args: ResourceGroupArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("slipway:azure:ResourceGroup", name, {}, opts)
        chosen = args.name if args.adopt is None else args.adopt
        self.id = f"/subscriptions/{args.subscription}/resourceGroups/{chosen}"
        if args.adopt is None:
            group = resources.ResourceGroup(
                f"{name}-group",
                resource_group_name=args.name,
                location=args.region,
                tags=args.tags,
                opts=ResourceOptions(parent=self, protect=args.production),
            )
            self.name = known_after(group, args.name)
        else:
            self.name = Output.from_input(args.adopt)
        self.register_outputs({"name": self.name})
