"""Where all images are: ACR, entered by Entra alone; or one that exists."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
from pulumi import Input, Output, ResourceOptions
from pulumi_azure_native import containerregistry

from slipway.components.azure.delete_lock import delete_lock
from slipway.components.azure.diagnostics import send_logs
from slipway.components.azure.known_after import known_after, known_id
from slipway.components.azure.place import AzurePlace, adopted
from slipway.components.azure.private_endpoint import (
    PrivateAccess,
    PrivateEndpoint,
    PrivateEndpointArgs,
)

KIND = "Microsoft.ContainerRegistry/registries"
LOGS = ("ContainerRegistryLoginEvents", "ContainerRegistryRepositoryEvents")
"""Who logged in, and what was pushed, pulled or deleted."""
UNTAGGED_DAYS = 30
"""How long manifests stay that no tag names."""


@dataclass(frozen=True, kw_only=True)
class ContainerRegistryArgs:
    """The name is unique in all of Azure: `naming.global_name` makes it."""

    place: AzurePlace
    registry: str
    logs: Input[str]
    """Id of the log workspace."""
    production: bool
    access: PrivateAccess | None = None
    """Reached by a private address; None: by its public one, from anywhere, with a login."""
    open_to: Sequence[str] = ()
    """Blocks that reach the public address too, besides the private one."""
    adopt: str | None = None
    """The id of a registry that exists."""


class ContainerRegistry(pulumi.ComponentResource):
    """No administrator's password and no anonymous pull: identities with a role, and no others."""

    id: Output[str]
    """Known in a plan; for role assignments."""

    host: Output[str]
    """``<name>.azurecr.io``, known in a plan."""

    def __init__(
        self, name: str, args: ContainerRegistryArgs, opts: ResourceOptions | None = None
    ) -> None:
        existing = None if args.adopt is None else adopted(args.adopt)
        super().__init__("slipway:azure:ContainerRegistry", name, {}, opts)
        if existing is not None:
            self.id = Output.from_input(existing.id)
            self.host = Output.from_input(_host(existing.name))
        else:
            registry = self._create(name, args)
            self.id = known_id(registry, args.place, KIND, args.registry)
            self.host = known_after(registry, _host(args.registry))
            self._surround(name, args)
        self.register_outputs({"id": self.id, "host": self.host})

    def _create(self, name: str, args: ContainerRegistryArgs) -> containerregistry.Registry:
        premium = args.production or args.access is not None
        return containerregistry.Registry(
            f"{name}-registry",
            registry_name=args.registry,
            resource_group_name=args.place.resource_group,
            location=args.place.region,
            # Private endpoints, zones and rules for old images come with Premium alone.
            sku=containerregistry.SkuArgs(name="Premium" if premium else "Standard"),
            admin_user_enabled=False,
            anonymous_pull_enabled=False,
            public_network_access="Enabled" if _is_public(args) else "Disabled",
            network_rule_set=_listed(args),
            # Azure's own services, e.g. Defender's scanner, by their identities.
            network_rule_bypass_options="AzureServices" if premium else None,
            zone_redundancy="Enabled" if premium else None,
            data_endpoint_enabled=False,
            policies=_policies(args, premium=premium),
            tags=args.place.tags,
            opts=ResourceOptions(parent=self, protect=args.production),
        )

    def _surround(self, name: str, args: ContainerRegistryArgs) -> None:
        child = ResourceOptions(parent=self)
        send_logs(
            f"{name}-logs",
            resource=self.id,
            workspace=args.logs,
            categories=LOGS,
            opts=child,
        )
        if args.access is not None:
            PrivateEndpoint(
                f"{name}-private",
                PrivateEndpointArgs(
                    place=args.place, target=self.id, group="registry", access=args.access
                ),
                child,
            )
        if args.production:
            delete_lock(f"{name}-lock", self.id, child)


def _host(registry: str) -> str:
    return f"{registry.lower()}.azurecr.io"


def _is_public(args: ContainerRegistryArgs) -> bool:
    return args.access is None or bool(args.open_to)


def _listed(args: ContainerRegistryArgs) -> containerregistry.NetworkRuleSetArgs | None:
    """Who may use the public address of a registry that has a private one as well."""
    if args.access is None:
        return None
    return containerregistry.NetworkRuleSetArgs(
        default_action="Deny",
        ip_rules=[
            containerregistry.IPRuleArgs(action="Allow", i_p_address_or_range=block)
            for block in args.open_to
        ],
    )


def _policies(
    args: ContainerRegistryArgs, *, premium: bool
) -> containerregistry.PoliciesArgs | None:
    if not premium:
        return None
    return containerregistry.PoliciesArgs(
        # What is in a private registry can't be copied out of it by Azure's own import either.
        export_policy=None
        if _is_public(args)
        else containerregistry.ExportPolicyArgs(status="disabled"),
        # Every image that runs has a tag that never moves, so none of them is among these.
        retention_policy=containerregistry.RetentionPolicyArgs(
            status="enabled", days=UNTAGGED_DAYS
        ),
    )
