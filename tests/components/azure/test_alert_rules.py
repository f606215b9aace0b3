"""The shipped rules as resources: where they are asked, and whom they tell."""

import dataclasses

import yaml

from slipway.components.azure.alert_rules import AzureAlertRules, AzureAlertRulesArgs
from slipway.components.kubernetes.scraping import rule_files
from slipway.stacks.plan.graph import Json
from tests.support.azure_nouns import GROUP, PLACE, azure
from tests.support.json_path import at
from tests.support.nouns import WATCHED
from tests.support.recording import Recording, record

CLUSTER = f"{GROUP}/providers/Microsoft.ContainerService/managedClusters/slipway-dev"
WORKSPACE = f"{GROUP}/providers/Microsoft.Monitor/accounts/slipway-dev"
TEAM = f"{GROUP}/providers/Microsoft.Insights/actionGroups/team"
ARGS = AzureAlertRulesArgs(
    place=PLACE,
    name="slipway-dev",
    workspace=WORKSPACE,
    files=rule_files([WATCHED]),
    actions=[TEAM],
)


def made(args: AzureAlertRulesArgs) -> Recording:
    return record(lambda: AzureAlertRules("rules", args))


def rules(recording: Recording) -> dict[str, dict[str, Json]]:
    found: dict[str, dict[str, Json]] = {}
    for group in azure(recording, "alertsmanagement:PrometheusRuleGroup"):
        inside = group.inputs["rules"]
        assert isinstance(inside, list)
        for rule in inside:
            assert isinstance(rule, dict)
            found[str(rule.get("alert", rule.get("record")))] = rule
    return found


def test_every_group_of_the_files_is_there_under_its_name() -> None:
    groups = azure(made(ARGS), "alertsmanagement:PrometheusRuleGroup")
    files = [yaml.safe_load(text)["groups"] for text in ARGS.files.values()]
    names = {group["name"] for inside in files for group in inside}
    assert len(names) > 3
    assert {one.name for one in groups} == {f"rules-{name}" for name in names}
    for one in groups:
        assert one.inputs["scopes"] == [WORKSPACE]
        assert one.inputs["enabled"] is True
        assert one.inputs["tags"] == {"owner": "ml-platform"}


def test_an_alert_says_what_how_long_how_bad_and_whom_it_tells() -> None:
    alert = rules(made(ARGS))["ModelServiceDown"]
    assert alert["expression"] == "slipway:min_replicas unless on (model) slipway:replicas"
    assert alert["for"] == "PT1M"
    assert alert["severity"] == 0
    assert at(alert, "labels", "severity") == "critical"
    assert "{{ $labels.model }}" in str(at(alert, "annotations", "summary"))
    assert at(alert, "resolveConfiguration", "autoResolved") is True
    assert at(alert, "actions", 0, "actionGroupId") == TEAM


def test_a_record_tells_nobody() -> None:
    record_rule = rules(made(ARGS))["slipway:replicas"]
    assert record_rule["expression"] == "count by (model) (slipway_ready == 1)"
    assert record_rule.keys() == {"record", "expression", "labels", "enabled"}


def test_without_anybody_to_tell_alerts_stand_in_the_portal() -> None:
    assert rules(made(dataclasses.replace(ARGS, actions=[])))["ModelServiceDown"]["actions"] == []


def test_in_a_workspace_of_others_the_rules_see_this_cluster_alone() -> None:
    recording = made(dataclasses.replace(ARGS, cluster=CLUSTER))
    for one in azure(recording, "alertsmanagement:PrometheusRuleGroup"):
        assert one.inputs["scopes"] == [WORKSPACE, CLUSTER]
