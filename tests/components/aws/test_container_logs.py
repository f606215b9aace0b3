"""What containers write, in CloudWatch."""

import json

from slipway.components.aws.container_logs import STREAMS, ContainerLogs, ContainerLogsArgs
from tests.support.aws_cloud import KEY, PLACE, of_type, on_aws, only
from tests.support.json_path import at
from tests.support.recording import Recording

GROUPS = {f"/aws/containerinsights/slipway-dev/{stream}" for stream in STREAMS}


def made() -> Recording:
    args = ContainerLogsArgs(
        place=PLACE,
        cluster="slipway-dev",
        cluster_name="slipway-dev",
        cluster_arn=PLACE.arn("eks", "cluster/slipway-dev"),
        days=30,
        key_arn=KEY,
    )
    return on_aws(lambda: ContainerLogs("logs", args))


def test_every_group_forgets_and_is_encrypted() -> None:
    groups = of_type(made(), "cloudwatch/logGroup:LogGroup").values()
    assert {one["name"] for one in groups} == GROUPS
    assert all(one["retentionInDays"] == 30 and one["kmsKeyId"] == KEY for one in groups)


def test_the_shipper_starts_after_its_groups_and_makes_none_itself() -> None:
    recording = made()
    [addon] = [one for one in recording.resources if one.type == "aws:eks/addon:Addon"]
    groups = {one.urn for one in recording.resources if one.type.endswith(":LogGroup")}
    assert groups <= set(addon.dependencies)
    policy = str(only(recording, "iam/rolePolicy:RolePolicy")["policy"])
    assert "CreateLogGroup" not in policy


def test_the_shipper_writes_to_these_groups_alone() -> None:
    policy = json.loads(str(only(made(), "iam/rolePolicy:RolePolicy")["policy"]))
    [writes] = [one for one in policy["Statement"] if "logs:PutLogEvents" in one["Action"]]
    arns = {PLACE.arn("logs", f"log-group:{name}") for name in GROUPS}
    assert set(writes["Resource"]) == arns | {f"{arn}:*" for arn in arns}


def test_the_add_on_has_the_role_and_ships_logs_without_the_billed_metrics() -> None:
    addon = only(made(), "eks/addon:Addon")
    role = PLACE.arn("iam", "logs-shipper-role")
    assert addon["podIdentityAssociations"] == [
        {"roleArn": role, "serviceAccount": "cloudwatch-agent"}
    ]
    settings = json.loads(str(addon["configurationValues"]))
    assert settings["containerLogs"] == {"enabled": True}
    insights = at(settings, "agent", "config", "logs", "metrics_collected", "kubernetes")
    assert insights == {"enhanced_container_insights": False}
