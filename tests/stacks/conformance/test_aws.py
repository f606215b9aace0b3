"""AWS inputs are held against botocore's models."""

import pytest

from slipway.stacks.conformance.aws import check, correspondences
from slipway.stacks.conformance.finding import Report
from slipway.stacks.plan.graph import SECRET, UNKNOWN, Json, Plan, PlannedResource

CLUSTER = "aws:eks/cluster:Cluster"
DATABASE = "aws:rds/instance:Instance"
GOOD: dict[str, dict[str, Json]] = {
    CLUSTER: {
        "name": "platform",
        "roleArn": UNKNOWN,
        "version": "1.35",
        "vpcConfig": {"subnetIds": [UNKNOWN], "endpointPrivateAccess": True},
        "tags": {"owner": "team"},
    },
    DATABASE: {
        "identifier": "tracking",
        "instanceClass": "db.t4g.small",
        "engine": "postgres",
        "password": SECRET,
        "allocatedStorage": 20,
    },
    "aws:cloudwatch/metricAlarm:MetricAlarm": {
        "name": "cpu",
        "comparisonOperator": "GreaterThanThreshold",
        "evaluationPeriods": 3,
        "dimensions": {"DBInstanceIdentifier": "tracking"},
    },
}


def report(kind: str, inputs: dict[str, Json]) -> Report:
    resource = PlannedResource(
        urn="u",
        type=kind,
        name="x",
        inputs=inputs,
    )
    return check(Plan(stack="s", variant="cloud-native", target="aws", resources=(resource,)))


@pytest.mark.parametrize("kind", sorted(GOOD))
def test_good_inputs_have_no_finding(kind: str) -> None:
    found = report(kind, GOOD[kind])
    assert [str(one) for one in found.findings] == []
    assert found.coverage.checked[kind]


@pytest.mark.parametrize(
    ("kind", "change", "said"),
    [
        (CLUSTER, {"name": "-bad name-"}, "name: got -bad name-; expected text that matches"),
        (CLUSTER, {"name": "x" * 101}, "at most 100 characters"),
        (CLUSTER, {"vpcConfig": {"subnetIds": "one"}}, "vpcConfig.subnetIds: got one; expected a"),
        (
            CLUSTER,
            {"accessConfig": {"authenticationMode": "KEYS"}},
            "accessConfig.authenticationMode: got KEYS; expected one of API, ",
        ),
        (CLUSTER, {"roleArn": None, "name": "x"}, ""),
        (DATABASE, {"allocatedStorage": "much"}, "allocatedStorage: got much; expected a integer"),
        (
            "aws:cloudwatch/metricAlarm:MetricAlarm",
            {"dimensions": {"": "x"}},
            "dimensions[0].Name: got ; expected at least 1 characters",
        ),
    ],
)
def test_a_bad_input_is_named_with_its_rule(kind: str, change: dict[str, Json], said: str) -> None:
    text = "\n".join(str(one) for one in report(kind, GOOD[kind] | change).findings)
    assert said in text
    assert bool(text) == bool(said)


def test_a_required_member_that_nobody_gives_is_a_finding() -> None:
    inputs = {key: value for key, value in GOOD[CLUSTER].items() if key != "roleArn"}
    [finding] = report(CLUSTER, inputs).findings
    assert (finding.path, finding.rule) == ("roleArn", "a value, which the API requires")


def test_what_has_no_operation_counts_as_unchecked() -> None:
    found = report("aws:sns/topicPolicy:TopicPolicy", {"policy": "{}"})
    assert found.coverage.types() == [("aws:sns/topicPolicy:TopicPolicy", 0, ["policy"])]


def test_every_correspondence_names_an_operation_and_members_that_exist() -> None:
    for kind in correspondences():
        report(kind, {})
