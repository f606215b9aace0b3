"""A role that a service takes on."""

import dataclasses
import json

from slipway.components.aws.policy_document import Statement
from slipway.components.aws.service_role import ServiceRole, ServiceRoleArgs
from slipway.stacks.plan.record import record as plan
from tests.support.aws_cloud import PLACE, on_aws, only

ARGS = ServiceRoleArgs(
    place=PLACE,
    service="sagemaker",
    description="Does things",
    statements=[Statement(sid="One", actions=["s3:GetObject"], resources=["arn:x"])],
)


def trust(args: ServiceRoleArgs) -> dict[str, object]:
    role = only(on_aws(lambda: ServiceRole("r", args)), "iam/role:Role")
    [statement] = json.loads(str(role["assumeRolePolicy"]))["Statement"]
    assert isinstance(statement, dict)
    return statement


def test_the_service_takes_it_on_for_this_account_alone() -> None:
    found = trust(ARGS)
    assert found["Principal"] == {"Service": ["sagemaker.amazonaws.com"]}
    assert found["Condition"] == {"StringEquals": {"aws:SourceAccount": PLACE.account}}


def test_a_service_that_names_no_account_isnt_asked_for_one() -> None:
    assert "Condition" not in trust(dataclasses.replace(ARGS, names_its_account=False))


def test_it_may_do_what_the_statements_say() -> None:
    policy = only(on_aws(lambda: ServiceRole("r", ARGS)), "iam/rolePolicy:RolePolicy")
    [statement] = json.loads(str(policy["policy"]))["Statement"]
    assert (statement["Sid"], statement["Action"]) == ("One", ["s3:GetObject"])


def test_who_uses_it_waits_until_it_may_do_something() -> None:
    import pulumi_aws as aws  # noqa: PLC0415 -- of this test alone

    def program() -> None:
        aws.sns.Topic("user", display_name=ServiceRole("r", ARGS).arn)

    [user] = [one for one in plan(program, project="p", stack="s") if one.name == "user"]
    assert {urn.rpartition("::")[2] for urn in user.dependencies} == {"r-role", "r-policy"}
