"""What SageMaker asks of roles."""

import json
from collections.abc import Callable

from slipway.components.aws import ml_rights
from slipway.components.aws.policy_document import Statement, document
from tests.support.aws_cloud import KEY, PLACE
from tests.support.recording import record, resolve


def shown(statements: Callable[[], list[Statement]]) -> dict[str, dict[str, object]]:
    found: list[list[object]] = []
    record(lambda: found.append(resolve(document(statements()))))
    return {one["Sid"]: one for one in json.loads(str(found[0][0]))["Statement"]}


def network() -> list[Statement]:
    return ml_rights.network_rights(
        PLACE, vpc_id="vpc-1", subnet_ids=["subnet-a"], security_group_id="sg-1"
    )


def every_statement() -> list[Statement]:
    return [
        *network(),
        ml_rights.log_rights(PLACE, "/aws/sagemaker/Endpoints/fraud"),
        ml_rights.metric_rights("Slipway/dev"),
        ml_rights.alarm_rights(PLACE, "fraud"),
        *ml_rights.tracking_rights("arn:server"),
        *ml_rights.package_rights(PLACE, ["fraud"]),
        *ml_rights.job_rights(PLACE, jobs="drift", job_role_arn="arn:job", key_arn=KEY),
    ]


def test_interfaces_are_made_in_these_subnets_and_this_group_alone() -> None:
    found = shown(network)
    assert found["MakeInterfaces"]["Resource"] == [
        PLACE.arn("ec2", "network-interface/*"),
        PLACE.arn("ec2", "subnet/subnet-a"),
        PLACE.arn("ec2", "security-group/sg-1"),
    ]
    assert found["UseInterfaces"]["Condition"] == {
        "ArnEquals": {"ec2:Vpc": PLACE.arn("ec2", "vpc/vpc-1")}
    }


def test_a_star_stands_only_where_the_action_knows_no_resource() -> None:
    everywhere = {
        sid for sid, one in shown(every_statement).items() if "*" in str(one["Resource"])[:6]
    }
    assert everywhere == {"SeeNetworks", "PutMetrics", "ListModelPackages"}


def test_metrics_go_into_the_named_namespaces() -> None:
    found = shown(lambda: [ml_rights.metric_rights("Slipway/dev", "/aws/x")])["PutMetrics"]
    assert found["Condition"] == {
        "StringEquals": {"cloudwatch:namespace": ["Slipway/dev", "/aws/x"]}
    }


def test_the_scheduler_starts_these_jobs_and_hands_over_one_role_to_sagemaker() -> None:
    found = shown(
        lambda: ml_rights.job_rights(PLACE, jobs="drift", job_role_arn="arn:job", key_arn=KEY)
    )
    assert found["StartJobs"]["Resource"] == [PLACE.arn("sagemaker", "processing-job/drift-*")]
    assert found["HandOverRole"]["Resource"] == ["arn:job"]
    assert found["HandOverRole"]["Condition"] == {
        "StringEquals": {"iam:PassedToService": "sagemaker.amazonaws.com"}
    }
    assert found["EncryptVolumes"]["Condition"] == {"Bool": {"kms:GrantIsForAWSResource": "true"}}


def test_packages_are_those_of_the_platforms_groups() -> None:
    found = shown(lambda: ml_rights.package_rights(PLACE, ["fraud"]))["ModelPackages"]
    assert found["Resource"] == [
        PLACE.arn("sagemaker", "model-package-group/fraud"),
        PLACE.arn("sagemaker", "model-package/fraud/*"),
    ]
    assert ml_rights.package_rights(PLACE, []) == []
