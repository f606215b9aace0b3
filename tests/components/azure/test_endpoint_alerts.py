"""Alerts on an endpoint: the bounds of the platform's own rules, on Azure's own figures."""

import dataclasses

from pulumi import Output

from slipway.components.azure.endpoint_alerts import EndpointAlerts, EndpointAlertsArgs
from slipway.stacks.plan.graph import PlannedResource
from tests.support.azure_nouns import LOGS, PLACE, azure
from tests.support.json_path import at
from tests.support.recording import Recording, record

ENDPOINT = "/subscriptions/s/onlineEndpoints/car-loan"
DEPLOYMENT = f"{ENDPOINT}/deployments/v3"
TEAM = "/subscriptions/s/actionGroups/team"
ARGS = EndpointAlertsArgs(
    place=PLACE,
    model="car-loan",
    endpoint="car-loan-dev-1",
    endpoint_id=ENDPOINT,
    deployments=[],
    minimum=2,
    maximum=6,
    latency_target_seconds=0.25,
    logs=LOGS,
    actions=[TEAM],
)


def made(args: EndpointAlertsArgs = ARGS) -> Recording:
    def program() -> None:
        deployments = [("v3", Output.from_input(DEPLOYMENT))]
        EndpointAlerts("alerts", dataclasses.replace(args, deployments=deployments))

    return record(program)


def named(recording: Recording, name: str) -> PlannedResource:
    [found] = [one for one in recording.resources if one.name == f"alerts-{name}"]
    return found


def bound(alert: PlannedResource) -> tuple[object, ...]:
    one = at(alert.inputs, "criteria", "allOf", 0)
    words = ("metricName", "timeAggregation", "operator", "threshold")
    return (*(at(one, word) for word in words), alert.inputs["windowSize"])


def test_slow_answers_are_judged_by_the_models_target() -> None:
    alert = named(made(), "latency")
    assert alert.inputs["scopes"] == [ENDPOINT]
    assert alert.inputs["severity"] == 2
    assert bound(alert) == ("RequestLatency_P99", "Average", "GreaterThan", 250, "PT5M")


def test_a_lost_capture_is_told() -> None:
    assert bound(named(made(), "capture"))[:4] == (
        "DataCollectionErrorsPerMinute",
        "Maximum",
        "GreaterThan",
        0,
    )


def test_a_deployment_without_instances_is_critical() -> None:
    alert = named(made(), "v3-down")
    assert alert.inputs["scopes"] == [DEPLOYMENT]
    assert alert.inputs["severity"] == 0
    assert bound(alert) == ("DeploymentCapacity", "Maximum", "LessThan", 1, "PT1M")


def test_a_deployment_at_its_maximum_throughout_is_told() -> None:
    assert bound(named(made(), "v3-at-maximum")) == (
        "DeploymentCapacity",
        "Minimum",
        "GreaterThanOrEqual",
        6,
        "PT15M",
    )


def test_a_fixed_number_of_instances_is_no_alert() -> None:
    names = [one.name for one in made(dataclasses.replace(ARGS, maximum=2)).resources]
    assert "alerts-v3-at-maximum" not in names
    assert "alerts-v3-down" in names


def test_failed_requests_count_what_azure_hides_behind_424() -> None:
    alert = named(made(), "errors")
    condition = at(alert.inputs, "criteria", "allOf", 0)
    query = str(at(condition, "query"))
    assert 'EndpointName == "car-loan-dev-1"' in query
    assert "ResponseCode >= 500 or (ResponseCode == 424 and ModelStatusCode >= 500)" in query
    assert at(condition, "threshold") == 0.01
    assert at(condition, "failingPeriods", "minFailingPeriodsToAlert") == 2
    assert alert.inputs["evaluationFrequency"] == "PT1M"
    assert alert.inputs["severity"] == 0


def test_refused_requests_are_a_warning_of_their_own() -> None:
    alert = named(made(), "refusals")
    assert "ResponseCode == 429" in str(at(alert.inputs, "criteria", "allOf", 0, "query"))
    assert alert.inputs["severity"] == 2


def test_the_team_is_told_of_each() -> None:
    recording = made()
    for alert in azure(recording, "monitor:MetricAlert"):
        assert at(alert.inputs, "actions", 0, "actionGroupId") == TEAM
    for alert in azure(recording, "monitor:ScheduledQueryRule"):
        assert at(alert.inputs, "actions", "actionGroups") == [TEAM]
