"""One alert on what a query finds in the log workspace."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pulumi import Input, ResourceOptions
from pulumi_azure_native import monitor

from slipway.components.azure.place import AzurePlace


@dataclass(frozen=True, kw_only=True)
class LogCondition:
    """A query with its bound: on a column's largest value, or on the number of rows."""

    query: str
    column: str | None
    """None: the rows are counted."""
    operator: Literal["GreaterThan", "LessThan"]
    """The API's words. The SDK's enum of this name is that of health models, which it mixed up."""
    threshold: float
    window: str
    frequency: str
    periods: int = 1
    """How many evaluations in a row must find it."""
    severity: int
    description: str


def log_alert(
    name: str,
    one: LogCondition,
    *,
    place: AzurePlace,
    logs: Input[str],
    actions: Sequence[Input[str]],
    opts: ResourceOptions,
) -> monitor.ScheduledQueryRule:
    """Mitigates itself; without actions it stands in the portal alone."""
    counted = one.column is None
    aggregation = monitor.TimeAggregation.COUNT if counted else monitor.TimeAggregation.MAXIMUM
    return monitor.ScheduledQueryRule(
        name,
        resource_group_name=place.resource_group,
        location=place.region,
        kind=monitor.Kind.LOG_ALERT,
        scopes=[logs],
        description=one.description,
        severity=one.severity,
        enabled=True,
        auto_mitigate=True,
        evaluation_frequency=one.frequency,
        window_size=one.window,
        # A table appears with its first row, which no model has sent when the alert is made.
        skip_query_validation=True,
        criteria=monitor.ScheduledQueryRuleCriteriaArgs(
            all_of=[
                monitor.ConditionArgs(
                    criterion_type=monitor.CriterionType.STATIC_THRESHOLD_CRITERION,
                    query=one.query,
                    metric_measure_column=one.column,
                    time_aggregation=aggregation,
                    operator=one.operator,
                    threshold=one.threshold,
                    failing_periods=monitor.ConditionFailingPeriodsArgs(
                        number_of_evaluation_periods=one.periods,
                        min_failing_periods_to_alert=one.periods,
                    ),
                )
            ]
        ),
        actions=monitor.ActionsArgs(action_groups=list(actions)),
        tags=place.tags,
        opts=opts,
    )
