"""The platform's alert rules, evaluated by Azure Monitor."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
from pulumi import Input, ResourceOptions
from pulumi_azure_native import alertsmanagement

from slipway.components.azure.place import AzurePlace
from slipway.components.azure.prometheus_rules import AzureRule, AzureRuleGroup, azure_groups


@dataclass(frozen=True, kw_only=True)
class AzureAlertRulesArgs:
    """The rules belong to the workloads: each release brings bounds of its own."""

    place: AzurePlace
    name: str
    """Beginning of the groups' names, unique in the resource group."""
    workspace: Input[str]
    """Id of the Azure Monitor workspace that has the metrics."""
    files: Mapping[str, str]
    """Prometheus' rule files by name: those whose series the cluster has."""
    actions: Sequence[Input[str]] = ()
    """Ids of action groups; none: alerts stand in the portal alone."""
    cluster: Input[str] | None = None
    """Id of the cluster, where others write to the workspace too; None: there is no other."""


class AzureAlertRules(pulumi.ComponentResource):
    """The same rules as the open-source variant has, asked once a minute instead of every 15 s."""

    def __init__(
        self, name: str, args: AzureAlertRulesArgs, opts: ResourceOptions | None = None
    ) -> None:
        groups = azure_groups(args.files)
        super().__init__("slipway:azure:AlertRules", name, {}, opts)
        for group in groups:
            self._group(name, args, group)
        self.register_outputs({})

    def _group(self, name: str, args: AzureAlertRulesArgs, group: AzureRuleGroup) -> None:
        # A cluster among the scopes keeps the rules from seeing other clusters' series.
        others = [] if args.cluster is None else [args.cluster]
        alertsmanagement.PrometheusRuleGroup(
            f"{name}-{group.name}",
            rule_group_name=f"{args.name}-{group.name}",
            resource_group_name=args.place.resource_group,
            location=args.place.region,
            scopes=[args.workspace, *others],
            enabled=True,
            interval=group.interval,
            rules=[_rule(rule, args.actions) for rule in group.rules],
            tags=args.place.tags,
            opts=ResourceOptions(parent=self),
        )


def _rule(rule: AzureRule, actions: Sequence[Input[str]]) -> alertsmanagement.PrometheusRuleArgs:
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
