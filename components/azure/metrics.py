"""Managed Prometheus: where a cluster's metrics go, the alert rules on them, and who is told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pulumi
from pulumi import Input, Output, ResourceOptions
from pulumi_azure_native import alertsmanagement, monitor

from slipway.components.azure.known_after import known_id
from slipway.components.azure.place import AzurePlace, adopted
from slipway.components.azure.prometheus_rules import AzureRule, AzureRuleGroup, azure_groups

STREAM = "Microsoft-PrometheusMetrics"
_DESTINATION = "metrics"


@dataclass(frozen=True, kw_only=True)
class AzureMetricsArgs:
    """The cluster's metrics add-on must be on; it ships what this says."""

    place: AzurePlace
    workspace: str
    cluster: Input[str]
    """Id of the cluster whose metrics are shipped."""
    rules: Mapping[str, str]
    """Prometheus' rule files by name."""
    without: Mapping[str, str] = field(default_factory=dict)
    """Alerts that have nothing to watch here, each with the reason."""
    email: str | None = None  # None: alerts stand in the portal alone
    adopt: str | None = None
    """Id of an Azure Monitor workspace that exists; rules, shipping and alerts are still made."""


class AzureMetrics(pulumi.ComponentResource):
    """The same rules as the open-source variant has, evaluated by Azure Monitor once a minute."""

    workspace_id: Output[str]
    """The Azure Monitor workspace."""

    query_url: Output[str] | None
    """Where Prometheus' query API answers; None for an adopted workspace, whose page shows it."""

    actions: Sequence[Output[str]]
    """Ids of the action groups that other alerts use too; empty where nobody is told."""

    def __init__(
        self, name: str, args: AzureMetricsArgs, opts: ResourceOptions | None = None
    ) -> None:
        groups = azure_groups(args.rules, args.without)
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
        self.actions = [] if args.email is None else [self._mail(name, args, args.email)]
        for group in groups:
            self._group(name, args, group, shared=existing is not None)
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

    def _mail(self, name: str, args: AzureMetricsArgs, email: str) -> Output[str]:
        return monitor.ActionGroup(
            f"{name}-team",
            resource_group_name=args.place.resource_group,
            location="Global",
            group_short_name="slipway",
            enabled=True,
            email_receivers=[
                monitor.MicrosoftCommonEmailReceiverArgs(
                    name="team", email_address=email, use_common_alert_schema=True
                )
            ],
            tags=args.place.tags,
            opts=ResourceOptions(parent=self),
        ).id

    def _group(
        self, name: str, args: AzureMetricsArgs, group: AzureRuleGroup, *, shared: bool
    ) -> None:
        # In a workspace of one's own there is nothing but this cluster. In a shared one the rules
        # must see no other cluster's series.
        scopes = [self.workspace_id, *([args.cluster] if shared else [])]
        alertsmanagement.PrometheusRuleGroup(
            f"{name}-{group.name}",
            rule_group_name=f"{args.workspace}-{group.name}",
            resource_group_name=args.place.resource_group,
            location=args.place.region,
            scopes=scopes,
            enabled=True,
            interval=group.interval,
            rules=[_rule(rule, self.actions) for rule in group.rules],
            tags=args.place.tags,
            opts=ResourceOptions(parent=self),
        )


def _rule(rule: AzureRule, actions: Sequence[Output[str]]) -> alertsmanagement.PrometheusRuleArgs:
    if rule.alert is None:
        return alertsmanagement.PrometheusRuleArgs(
            record=rule.record, expression=rule.expression, labels=rule.labels, enabled=True
        )
    return alertsmanagement.PrometheusRuleArgs(
        alert=rule.alert,
        expression=rule.expression,
        for_=rule.hold,
        labels=rule.labels,
        annotations=rule.annotations,
        severity=rule.severity,
        enabled=True,
        resolve_configuration=alertsmanagement.PrometheusRuleResolveConfigurationArgs(
            auto_resolved=True, time_to_resolve="PT5M"
        ),
        actions=[
            alertsmanagement.PrometheusRuleGroupActionArgs(action_group_id=one) for one in actions
        ],
    )
