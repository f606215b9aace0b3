"""Alert rules in a workspace of managed Prometheus."""

from slipway.components.aws.alert_rules import AlertRules, AlertRulesArgs
from tests.support.aws_cloud import of_type, on_aws

FILES = {"service.yaml": "groups: []\n", "drift.yaml": "groups: [{name: drift}]\n"}
ARGS = AlertRulesArgs(name="slipway-dev", workspace_id="ws-1", files=FILES)


def test_every_rule_file_arrives_word_for_word_under_the_platforms_name() -> None:
    recording = on_aws(lambda: AlertRules("rules", ARGS))
    found = of_type(recording, "amp/ruleGroupNamespace:RuleGroupNamespace").values()
    assert {one["name"]: one["data"] for one in found} == {
        "slipway-dev-service": FILES["service.yaml"],
        "slipway-dev-drift": FILES["drift.yaml"],
    }
    assert {one["workspaceId"] for one in found} == {"ws-1"}
