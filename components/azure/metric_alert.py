"""One alert on a platform metric of Azure Monitor."""

from collections.abc import Sequence
from dataclasses import dataclass

from pulumi import Input, ResourceOptions
from pulumi_azure_native import monitor

from slipway.components.azure.place import AzurePlace


@dataclass(frozen=True, kw_only=True)
class Threshold:
    """One metric and the value from which on somebody must look."""

    alert: str
    metric: str
    aggregation: str
    operator: str
    value: float
    window: str
    severity: int
    description: str


def metric_alert(
    name: str,
    one: Threshold,
    *,
    place: AzurePlace,
    scope: Input[str],
    namespace: str,
    actions: Sequence[Input[str]],
    opts: ResourceOptions,
) -> monitor.MetricAlert:
    """Asked once a minute; without actions it stands in the portal alone."""
    return monitor.MetricAlert(
        name,
        resource_group_name=place.resource_group,
        location="Global",
        scopes=[scope],
        description=one.description,
        severity=one.severity,
        enabled=True,
        auto_mitigate=True,
        evaluation_frequency="PT1M",
        window_size=one.window,
        criteria=_criteria(one, namespace),
        actions=[monitor.MetricAlertActionArgs(action_group_id=action) for action in actions],
        tags=place.tags,
        opts=opts,
    )


def _criteria(
    one: Threshold, namespace: str
) -> monitor.MetricAlertSingleResourceMultipleMetricCriteriaArgs:
    return monitor.MetricAlertSingleResourceMultipleMetricCriteriaArgs(
        odata_type="Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria",
        all_of=[
            monitor.MetricCriteriaArgs(
                criterion_type="StaticThresholdCriterion",
                name=one.metric,
                metric_namespace=namespace,
                metric_name=one.metric,
                time_aggregation=one.aggregation,
                operator=one.operator,
                threshold=one.value,
            )
        ],
    )
