"""Alert rules in a workspace of managed Prometheus."""

import dataclasses

from slipway.components.aws.alert_rules import AlertRules, AlertRulesArgs
from slipway.stacks.plan.graph import Json
from tests.support.aws_cloud import of_type, on_aws

FILES = {"service.yaml": "groups: []\n", "drift.yaml": "groups: [{name: drift}]\n"}
ARGS = AlertRulesArgs(
    name="slipway-dev", scope="111122223333/dev", workspace_id="ws-1", files=FILES
)


def made(args: AlertRulesArgs = ARGS) -> dict[str, Json]:
    recording = on_aws(lambda: AlertRules("rules", args))
    found = of_type(recording, "amp/ruleGroupNamespace:RuleGroupNamespace")
    assert {one["workspaceId"] for one in found.values()} == {"ws-1"}
    return {str(one["name"]): one["data"] for one in found.values()}


def test_every_rule_file_arrives_word_for_word_under_the_platforms_name() -> None:
    found = made()
    assert {name[: name.rindex("-")]: text for name, text in found.items()} == {
        "slipway-dev-service": FILES["service.yaml"],
        "slipway-dev-drift": FILES["drift.yaml"],
    }


def test_two_platforms_share_a_workspace_and_long_names_stay_apart() -> None:
    long = dataclasses.replace(ARGS, name="slipway-" + "x" * 80)
    other = dataclasses.replace(long, scope="111122223333/prod")
    assert not made(long).keys() & made(other).keys()
    assert all(len(name) <= 64 for name in made(long))
    assert len(made(long)) == 2
