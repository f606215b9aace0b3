"""An endpoint's alarms, by the rules' bounds."""

from slipway.components.aws.endpoint_alarms import EndpointAlarms, EndpointAlarmsArgs
from slipway.components.aws.rule_bounds import rule_bound
from slipway.stacks.plan.graph import Json
from tests.support.aws_cloud import of_type, on_aws
from tests.support.recording import resolve

ENDPOINT = "slipway-dev-fraud-0a1b2c"
ARGS = EndpointAlarmsArgs(
    endpoint=ENDPOINT, model="fraud", latency_target_seconds=0.25, topic_arn="arn:topic"
)
KIND = "cloudwatch/metricAlarm:MetricAlarm"


def made() -> dict[str, dict[str, Json]]:
    found = of_type(on_aws(lambda: EndpointAlarms("fraud", ARGS)), KIND)
    return {str(one["name"]).removeprefix(f"{ENDPOINT}-"): one for one in found.values()}


def queries(alarm: dict[str, Json]) -> dict[str, dict[str, Json]]:
    found = alarm["metricQueries"]
    assert isinstance(found, list)
    return {str(one["id"]): one for one in found if isinstance(one, dict)}


def test_every_alarm_tells_the_topic_both_ways_and_names_the_model() -> None:
    assert made().keys() == {"server-errors", "refusals", "latency", "no-invocations"}
    for alarm in made().values():
        assert alarm["alarmActions"] == alarm["okActions"] == ["arn:topic"]
        assert str(alarm["alarmDescription"]).startswith("fraud ")


def test_shares_are_judged_by_the_bounds_of_the_rules() -> None:
    for kind, metric, alert in (
        ("server-errors", "Invocation5XXErrors", "ModelServerErrors"),
        ("refusals", "Invocation4XXErrors", "ModelRefusesRequests"),
    ):
        alarm, bound = made()[kind], rule_bound(alert)
        assert alarm["threshold"] == bound.threshold
        assert alarm["evaluationPeriods"] == bound.hold_seconds // 60
        assert alarm["comparisonOperator"] == "GreaterThanThreshold"
        found = queries(alarm)
        assert found["share"]["returnData"] is True
        assert found["failed"]["metric"] == {
            "namespace": "AWS/SageMaker",
            "metricName": metric,
            "dimensions": {"EndpointName": ENDPOINT, "VariantName": "main"},
            "period": 60,
            "stat": "Sum",
        }


def test_the_slowest_percent_is_held_against_the_models_target_in_microseconds() -> None:
    alarm = made()["latency"]
    assert (alarm["metricName"], alarm["extendedStatistic"]) == ("ModelLatency", "p99")
    assert (alarm["threshold"], alarm["comparisonOperator"]) == (250_000, "GreaterThanThreshold")
    assert alarm["period"] == rule_bound("ModelLatencyHigh").hold_seconds
    assert alarm["evaluateLowSampleCountPercentiles"] == "ignore"


def test_no_traffic_is_an_alarm_of_its_own_and_no_other() -> None:
    silent = {kind: alarm["treatMissingData"] for kind, alarm in made().items()}
    assert silent == {
        "server-errors": "notBreaching",
        "refusals": "notBreaching",
        "latency": "notBreaching",
        "no-invocations": "breaching",
    }
    assert (made()["no-invocations"]["threshold"], made()["no-invocations"]["statistic"]) == (
        1,
        "Sum",
    )


def test_errors_and_slowness_take_a_release_back_and_silence_doesnt() -> None:
    found: list[list[object]] = []
    on_aws(lambda: found.extend(resolve(one) for one in EndpointAlarms("fraud", ARGS).rollback))
    assert found == [[f"{ENDPOINT}-server-errors"], [f"{ENDPOINT}-latency"]]
