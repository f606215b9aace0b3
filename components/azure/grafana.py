"""Managed Grafana on a platform's metrics: an option, because it costs by the user."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import pulumi
from pulumi import Input, Output, ResourceOptions
from pulumi_azure_native import dashboard

from slipway.components.azure.known_after import known_id
from slipway.components.azure.place import AzurePlace
from slipway.components.azure.role import Assignment, Role, assign

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class GrafanaArgs:
    """Groups are object ids in Entra; who is in none of them doesn't get in."""

    place: AzurePlace
    name: str
    """2 to 23 letters, digits and hyphens, unique in the subscription."""
    scope: str
    """What no other platform shares, as `naming.global_name` takes it."""
    metrics_workspace: Input[str]
    production: bool
    administrators: Sequence[str]


class Grafana(pulumi.ComponentResource):
    """Reads the metrics by its own identity and has no key."""

    url: Output[str]
    """Where people log in, with Entra."""

    def __init__(self, name: str, args: GrafanaArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("slipway:azure:Grafana", name, {}, opts)
        child = ResourceOptions(parent=self)
        grafana = dashboard.Grafana(
            f"{name}-workspace",
            workspace_name=args.name,
            resource_group_name=args.place.resource_group,
            location=args.place.region,
            sku=dashboard.ResourceSkuArgs(name="Standard"),
            identity=dashboard.ManagedServiceIdentityArgs(
                type=dashboard.ManagedServiceIdentityType.SYSTEM_ASSIGNED
            ),
            properties=dashboard.ManagedGrafanaPropertiesArgs(
                api_key=dashboard.ApiKey.DISABLED,
                # People open it in a browser; Entra and a role stand before it.
                public_network_access=dashboard.PublicNetworkAccess.ENABLED,
                zone_redundancy=dashboard.ZoneRedundancy.ENABLED
                if args.production
                else dashboard.ZoneRedundancy.DISABLED,
                grafana_integrations=dashboard.GrafanaIntegrationsArgs(
                    azure_monitor_workspace_integrations=[
                        dashboard.AzureMonitorWorkspaceIntegrationArgs(
                            azure_monitor_workspace_resource_id=args.metrics_workspace
                        )
                    ]
                ),
            ),
            tags=args.place.tags,
            opts=child,
        )
        assign(
            f"{name}-reads",
            Assignment(
                definition=Role.MONITORING_DATA_READER.definition(args.place.subscription),
                principal=_made(grafana, grafana.identity).apply(_principal),
                scope=args.metrics_workspace,
                seed=(args.scope, "grafana", "metrics", "read"),
                reason="shows the platform's metrics",
            ),
            child,
        )
        for group in args.administrators:
            assign(
                f"{name}-{group}",
                Assignment(
                    definition=Role.GRAFANA_ADMIN.definition(args.place.subscription),
                    principal=group,
                    principal_type="Group",
                    scope=known_id(grafana, args.place, "Microsoft.Dashboard/grafana", args.name),
                    seed=(args.scope, "grafana", "administrators", group),
                    reason="administrates the cluster, so it administrates its dashboards",
                ),
                child,
            )
        self.url = _made(grafana, grafana.properties).apply(_endpoint)
        self.register_outputs({"url": self.url})


def _made(grafana: dashboard.Grafana, part: Output[T]) -> Output[T]:
    """A part that Azure completes: before it is made, what was asked must not pass for it."""
    return grafana.id.apply(lambda _id: part)


def _principal(identity: dashboard.outputs.ManagedServiceIdentityResponse | None) -> str:
    # Grafana was asked for an identity of its own, so it has one.
    assert identity is not None  # noqa: S101 -- see above
    return identity.principal_id


def _endpoint(properties: dashboard.outputs.ManagedGrafanaPropertiesResponse) -> str:
    return properties.endpoint
