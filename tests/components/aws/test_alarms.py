"""CloudWatch alarms."""

from slipway.components.aws.alarms import (
    GIBIBYTE,
    Alarms,
    AlarmsArgs,
    database_alarms,
    log_alarm,
)
from slipway.stacks.plan.graph import Json
from tests.support.aws_cloud import of_type, on_aws

DATABASE = database_alarms("slipway-dev-database", max_storage_gb=100, max_connections=200)
LOGS = log_alarm("/aws/containerinsights/slipway-dev/application")


def made() -> dict[str, dict[str, Json]]:
    args = AlarmsArgs(name="slipway-dev", alarms=[*DATABASE, LOGS], topic_arn="arn:topic")
    found = of_type(on_aws(lambda: Alarms("alarms", args)), "cloudwatch/metricAlarm:MetricAlarm")
    return {str(one["name"]): one for one in found.values()}


def test_every_alarm_names_its_platform_and_tells_the_topic_both_ways() -> None:
    found = made()
    assert found.keys() == {
        "slipway-dev-database-storage",
        "slipway-dev-database-cpu",
        "slipway-dev-database-memory",
        "slipway-dev-database-connections",
        "slipway-dev-container-logs",
    }
    for one in found.values():
        assert one["alarmActions"] == one["okActions"] == ["arn:topic"]
        assert len(str(one["alarmDescription"])) > 40


def test_the_database_is_watched_by_the_name_that_rds_knows() -> None:
    for name, one in made().items():
        if "database" in name:
            assert one["namespace"] == "AWS/RDS"
            assert one["dimensions"] == {"DBInstanceIdentifier": "slipway-dev-database"}


def test_bounds_point_the_right_way() -> None:
    bounds = {
        name.removeprefix("slipway-dev-"): (
            one["metricName"],
            one["comparisonOperator"],
            one["threshold"],
        )
        for name, one in made().items()
    }
    assert bounds == {
        "database-storage": ("FreeStorageSpace", "LessThanThreshold", 2 * GIBIBYTE),
        "database-cpu": ("CPUUtilization", "GreaterThanThreshold", 80),
        "database-memory": ("FreeableMemory", "LessThanThreshold", GIBIBYTE // 8),
        "database-connections": ("DatabaseConnections", "GreaterThanThreshold", 160),
        "container-logs": ("IncomingLogEvents", "LessThanThreshold", 1),
    }


def test_logs_that_stop_are_an_alarm_and_not_missing_data() -> None:
    assert made()["slipway-dev-container-logs"]["treatMissingData"] == "breaching"
