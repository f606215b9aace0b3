"""Managed Prometheus: where a cluster's metrics go, and who is told when something is wrong."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
from pulumi import Input, Output, ResourceOptions
from pulumi_azure_native import monitor

from slipway.components.azure.action_group import team_mail
from slipway.components.azure.known_after import known_id
from slipway.components.azure.place import AzurePlace, adopted

STREAM = "Microsoft-PrometheusMetrics"
_DESTINATION = "metrics"


@dataclass(frozen=True, kw_only=True)
class AzureMetricsArgs:
    """The cluster's metrics add-on must be on; it ships what this says."""

    place: AzurePlace
    workspace: str
    cluster: Input[str]
    """Id of the cluster whose metrics are shipped."""
    email: str | None = None  # None: alerts stand in the portal alone
    adopt: str | None = None
    """Id of an Azure Monitor workspace that exists; what ships metrics there is still made."""


class AzureMetrics(pulumi.ComponentResource):
    """A workspace of its own, or one of others; the metrics are shipped there either way."""

    workspace_id: Output[str]
    """The Azure Monitor workspace."""

    query_url: Output[str] | None
    """Where Prometheus' query API answers; None for an adopted workspace, whose page shows it."""

    actions: Sequence[Output[str]]
    """Ids of the action groups that other alerts use too; empty where nobody is told."""

    def __init__(
        self, name: str, args: AzureMetricsArgs, opts: ResourceOptions | None = None
    ) -> None:
        existing = None if args.adopt is None else adopted(args.adopt)
        super().__init__("slipway:azure:Metrics", name, {}, opts)
        if existing is not None:
            self.workspace_id, self.query_url = Output.from_input(existing.id), None
        else:
            made = self._workspace(name, args)
            self.workspace_id = known_id(
                made, args.place, "Microsoft.Monitor/accounts", args.workspace
            )
            self.query_url = made.metrics.prometheus_query_endpoint
        self._shipping(name, args)
        self.actions = [] if args.email is None else [self._mail(name, args.place, args.email)]
        self.register_outputs({"workspaceId": self.workspace_id})

    def _workspace(self, name: str, args: AzureMetricsArgs) -> monitor.AzureMonitorWorkspace:
        return monitor.AzureMonitorWorkspace(
            f"{name}-workspace",
            azure_monitor_workspace_name=args.workspace,
            resource_group_name=args.place.resource_group,
            location=args.place.region,
            # People ask it from the portal and from Grafana; each needs a role to see anything.
            public_network_access="Enabled",
            tags=args.place.tags,
            opts=ResourceOptions(parent=self),
        )

    def _shipping(self, name: str, args: AzureMetricsArgs) -> None:
        child = ResourceOptions(parent=self)
        endpoint = monitor.DataCollectionEndpoint(
            f"{name}-ingestion",
            resource_group_name=args.place.resource_group,
            location=args.place.region,
            kind="Linux",
            network_acls=monitor.DataCollectionEndpointNetworkAclsArgs(
                # The add-on's pods leave by the network's own outbound address, with a token.
                public_network_access="Enabled"
            ),
            tags=args.place.tags,
            opts=child,
        )
        rule = monitor.DataCollectionRule(
            f"{name}-collection",
            resource_group_name=args.place.resource_group,
            location=args.place.region,
            kind="Linux",
            data_collection_endpoint_id=endpoint.id,
            data_sources=monitor.DataCollectionRuleDataSourcesArgs(
                prometheus_forwarder=[
                    monitor.PrometheusForwarderDataSourceArgs(name="cluster", streams=[STREAM])
                ]
            ),
            destinations=monitor.DataCollectionRuleDestinationsArgs(
                monitoring_accounts=[
                    monitor.MonitoringAccountDestinationArgs(
                        name=_DESTINATION, account_resource_id=self.workspace_id
                    )
                ]
            ),
            data_flows=[monitor.DataFlowArgs(streams=[STREAM], destinations=[_DESTINATION])],
            tags=args.place.tags,
            opts=child,
        )
        monitor.DataCollectionRuleAssociation(
            f"{name}-cluster",
            association_name="slipway-prometheus",
            data_collection_rule_id=rule.id,
            resource_uri=args.cluster,
            opts=child,
        )

    def _mail(self, name: str, place: AzurePlace, email: str) -> Output[str]:
        child = ResourceOptions(parent=self)
        return team_mail(f"{name}-team", place=place, email=email, opts=child)
