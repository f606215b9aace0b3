"""Alerts on a PostgreSQL flexible server's own metrics, which no pod exports."""

from collections.abc import Sequence

from pulumi import Input, ResourceOptions
from pulumi_azure_native import monitor

from slipway.components.azure.metric_alert import Threshold, metric_alert
from slipway.components.azure.place import AzurePlace

NAMESPACE = "Microsoft.DBforPostgreSQL/flexibleServers"
_CRITICAL, _WARNING = 0, 2

THRESHOLDS: tuple[Threshold, ...] = (
    Threshold(
        alert="database-disk",
        metric="storage_percent",
        aggregation="Average",
        operator="GreaterThan",
        value=85,
        window="PT5M",
        severity=_WARNING,
        description="The database's disk is 85 % full. It grows by itself; does it have to?",
    ),
    Threshold(
        alert="database-cpu",
        metric="cpu_percent",
        aggregation="Average",
        operator="GreaterThan",
        value=80,
        window="PT15M",
        severity=_WARNING,
        description="The database works at 80 % of its CPU. Choose a larger target.database.size.",
    ),
    Threshold(
        alert="database-down",
        metric="is_db_alive",
        aggregation="Maximum",
        operator="LessThan",
        value=1,
        window="PT5M",
        severity=_CRITICAL,
        description="The database doesn't answer: tracking fails. See its page, Resource health.",
    ),
    Threshold(
        alert="database-refuses",
        metric="connections_failed",
        aggregation="Total",
        operator="GreaterThan",
        value=10,
        window="PT5M",
        severity=_WARNING,
        description="The database refuses logins. Does its role for the tracking server exist?",
    ),
)


def database_alerts(
    name: str,
    *,
    place: AzurePlace,
    server: Input[str],
    actions: Sequence[Input[str]],
    opts: ResourceOptions,
) -> list[monitor.MetricAlert]:
    """One alert for each threshold; without actions they stand in the portal alone."""
    return [
        metric_alert(
            f"{name}-{one.alert}",
            one,
            place=place,
            scope=server,
            namespace=NAMESPACE,
            actions=actions,
            opts=opts,
        )
        for one in THRESHOLDS
    ]
