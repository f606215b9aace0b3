"""CloudWatch alarms on what Prometheus can't see: the managed database, and the logs' arrival."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Literal

import pulumi
import pulumi_aws as aws
from pulumi import Input, ResourceOptions

GIBIBYTE = 1024**3


@dataclass(frozen=True, kw_only=True)
class Alarm:
    """One metric against one bound, over periods in a row."""

    name: str
    description: str
    """What happened and what to do: all that reaches the reader of an e-mail."""
    namespace: str
    metric: str
    statistic: Literal["Average", "Maximum", "Minimum", "Sum"]
    comparison: Literal["GreaterThanThreshold", "LessThanThreshold"]
    threshold: float
    period_seconds: int = 300
    periods: int = 3
    dimensions: Mapping[str, Input[str]] = field(default_factory=dict)
    silence_is: Literal["breaching", "missing", "ignore"] = "missing"
    """`ignore` keeps the state of the last value, for what reports now and then."""


@dataclass(frozen=True, kw_only=True)
class AlarmsArgs:
    """Every alarm tells one topic, when it starts and when it ends."""

    name: str
    """Begins every alarm's name, which is all that the subject of an e-mail says."""
    alarms: Sequence[Alarm]
    topic_arn: Input[str]


class Alarms(pulumi.ComponentResource):
    """Nothing here changes what it watches."""

    def __init__(self, name: str, args: AlarmsArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("slipway:aws:Alarms", name, {}, opts)
        for alarm in args.alarms:
            aws.cloudwatch.MetricAlarm(
                f"{name}-{alarm.name}",
                name=f"{args.name}-{alarm.name}",
                alarm_description=alarm.description,
                namespace=alarm.namespace,
                metric_name=alarm.metric,
                dimensions=dict(alarm.dimensions),
                statistic=alarm.statistic,
                comparison_operator=alarm.comparison,
                threshold=alarm.threshold,
                period=alarm.period_seconds,
                evaluation_periods=alarm.periods,
                treat_missing_data=alarm.silence_is,
                alarm_actions=[args.topic_arn],
                ok_actions=[args.topic_arn],
                opts=ResourceOptions(parent=self),
            )
        self.register_outputs({})


def database_alarms(instance: str, max_storage_gb: int, max_connections: int) -> list[Alarm]:
    """Of an RDS instance: its disk, its processor, its memory, its connections."""
    busy = max_connections * 8 // 10
    on_rds = partial(Alarm, namespace="AWS/RDS", dimensions={"DBInstanceIdentifier": instance})
    return [
        on_rds(
            name="database-storage",
            description="The database has less than 2 GiB of storage left. RDS enlarges it by"
            f" itself up to {max_storage_gb} GB: raise database.maxStorageGb when it's there.",
            metric="FreeStorageSpace",
            statistic="Minimum",
            comparison="LessThanThreshold",
            threshold=2 * GIBIBYTE,
        ),
        on_rds(
            name="database-cpu",
            description="The database uses over 80 % of its processor for 15 minutes: look at"
            " Performance Insights, or raise database.instanceClass.",
            metric="CPUUtilization",
            statistic="Average",
            comparison="GreaterThanThreshold",
            threshold=80,
        ),
        on_rds(
            name="database-memory",
            description="The database has less than 128 MiB of memory left: raise"
            " database.instanceClass.",
            metric="FreeableMemory",
            statistic="Average",
            comparison="LessThanThreshold",
            threshold=128 * 1024**2,
        ),
        on_rds(
            name="database-connections",
            description=f"Over {busy} of the database's {max_connections} connections are open."
            " Which client holds them? Performance Insights shows the sessions by host and user.",
            metric="DatabaseConnections",
            statistic="Maximum",
            comparison="GreaterThanThreshold",
            threshold=busy,
        ),
    ]


def log_alarm(group: str) -> Alarm:
    """Containers write all the time, so an hour without a line means that none arrives."""
    return Alarm(
        name="container-logs",
        description="No line of any container arrived for an hour: kubectl get pods -n"
        " amazon-cloudwatch.",
        namespace="AWS/Logs",
        metric="IncomingLogEvents",
        statistic="Sum",
        comparison="LessThanThreshold",
        threshold=1,
        period_seconds=3600,
        periods=1,
        dimensions={"LogGroupName": group},
        silence_is="breaching",
    )
