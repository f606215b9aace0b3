"""The number of a deployment's instances follows its load, between two bounds.

Azure Monitor looks at five minutes at least and boots an instance in ten or more, so this reacts
within a quarter of an hour; what must be met at once is a matter of the minimum.
"""

from dataclasses import dataclass

import pulumi
from pulumi import Input, ResourceOptions
from pulumi_azure_native import monitor

from slipway.components.azure.iso_minutes import iso_minutes, whole_minutes
from slipway.components.azure.place import AzurePlace

CPU, LATENCY = "CpuUtilizationPercentage", "RequestLatency_P90"
NAMESPACE = "Microsoft.MachineLearningServices/workspaces/onlineEndpoints/deployments"
"""Source: "Supported metrics", Azure Monitor, page of this resource type."""
SHORTEST_WINDOW = 5
"""Minutes; Azure refuses less."""
STEP = 2
"""Instances at once, as they take long to come."""


@dataclass(frozen=True, kw_only=True)
class AutoscaleRulesArgs:
    """The aims are those of every variant's autoscaler, as far as Azure measures them."""

    place: AzurePlace
    setting: str
    """Name, unique in the resource group."""
    region: str
    resource_group: Input[str]
    deployment: Input[str]
    """Id of the deployment."""
    minimum: int
    maximum: int
    target_cpu_percent: int
    latency_target_seconds: float
    scale_down_window_seconds: int


class AutoscaleRules(pulumi.ComponentResource):
    """More as soon as the CPU or the waiting time asks for it, fewer only when neither does.

    It owns the number of instances even where minimum and maximum are the same: a changed minimum
    reaches a running deployment by this alone.
    """

    def __init__(
        self, name: str, args: AutoscaleRulesArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("slipway:azure:AutoscaleRules", name, {}, opts)
        monitor.AutoscaleSetting(
            f"{name}-setting",
            autoscale_setting_name=args.setting,
            name=args.setting,
            resource_group_name=args.resource_group,
            location=args.region,
            enabled=True,
            target_resource_uri=args.deployment,
            target_resource_location=args.region,
            profiles=[
                monitor.AutoscaleProfileArgs(
                    name="load",
                    capacity=monitor.ScaleCapacityArgs(
                        minimum=str(args.minimum),
                        maximum=str(args.maximum),
                        default=str(args.minimum),
                    ),
                    rules=_rules(args) if args.maximum > args.minimum else [],
                )
            ],
            tags=args.place.tags,
            opts=ResourceOptions(parent=self),
        )
        self.register_outputs({})


def _rules(args: AutoscaleRulesArgs) -> list[monitor.ScaleRuleArgs]:
    """Fewer below half of an aim: with one instance of two less, the other stays below it."""
    aims = {CPU: float(args.target_cpu_percent), LATENCY: 1000 * args.latency_target_seconds}
    more = [_more(args, metric, aim) for metric, aim in aims.items()]
    return [*more, *(_fewer(args, metric, aim / 2) for metric, aim in aims.items())]


def _more(args: AutoscaleRulesArgs, metric: str, bound: float) -> monitor.ScaleRuleArgs:
    return monitor.ScaleRuleArgs(
        metric_trigger=_trigger(
            args, metric, monitor.ComparisonOperationType.GREATER_THAN, bound, SHORTEST_WINDOW
        ),
        scale_action=monitor.ScaleActionArgs(
            direction=monitor.ScaleDirection.INCREASE,
            type=monitor.ScaleType.CHANGE_COUNT,
            value=str(min(STEP, args.maximum - args.minimum)),
            # What was asked for must be there before the same load asks again.
            cooldown=iso_minutes(10),
        ),
    )


def _fewer(args: AutoscaleRulesArgs, metric: str, bound: float) -> monitor.ScaleRuleArgs:
    quiet = whole_minutes(args.scale_down_window_seconds, least=SHORTEST_WINDOW)
    return monitor.ScaleRuleArgs(
        metric_trigger=_trigger(
            args, metric, monitor.ComparisonOperationType.LESS_THAN, bound, quiet
        ),
        scale_action=monitor.ScaleActionArgs(
            direction=monitor.ScaleDirection.DECREASE,
            type=monitor.ScaleType.CHANGE_COUNT,
            value="1",
            cooldown=iso_minutes(quiet),
        ),
    )


def _trigger(
    args: AutoscaleRulesArgs,
    metric: str,
    operator: monitor.ComparisonOperationType,
    bound: float,
    minutes: int,
) -> monitor.MetricTriggerArgs:
    return monitor.MetricTriggerArgs(
        metric_name=metric,
        metric_namespace=NAMESPACE,
        metric_resource_uri=args.deployment,
        metric_resource_location=args.region,
        operator=operator,
        threshold=bound,
        statistic=monitor.MetricStatisticType.AVERAGE,
        time_aggregation=monitor.TimeAggregationType.AVERAGE,
        time_grain="PT1M",
        time_window=iso_minutes(minutes),
        dimensions=[],
        divide_per_instance=False,
    )
