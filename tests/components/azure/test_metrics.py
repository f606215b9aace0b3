"""Managed Prometheus: shipping, rules, and who is told."""

import dataclasses

import pytest
import yaml

from slipway.components.azure.metrics import AzureMetrics, AzureMetricsArgs
from slipway.components.kubernetes.scraping import rule_files
from slipway.stacks.plan.graph import Json
from tests.support.azure_nouns import GROUP, PLACE, azure, generated, only
from tests.support.json_path import at
from tests.support.nouns import WATCHED
from tests.support.recording import Recording, record, resolve

CLUSTER = f"{GROUP}/providers/Microsoft.ContainerService/managedClusters/slipway-dev"
ARGS = AzureMetricsArgs(
    place=PLACE,
    workspace="slipway-dev",
    cluster=CLUSTER,
    rules=rule_files([WATCHED]),
    email="team@example.com",
)
WORKSPACE = f"{GROUP}/providers/Microsoft.Monitor/accounts/slipway-dev"
ADOPTED = dataclasses.replace(ARGS, adopt=f"{GROUP}/providers/Microsoft.Monitor/accounts/shared")


def made(args: AzureMetricsArgs) -> Recording:
    return record(lambda: AzureMetrics("metrics", args), generated)


def rules(recording: Recording) -> dict[str, dict[str, Json]]:
    found: dict[str, dict[str, Json]] = {}
    for group in azure(recording, "alertsmanagement:PrometheusRuleGroup"):
        inside = group.inputs["rules"]
        assert isinstance(inside, list)
        for rule in inside:
            assert isinstance(rule, dict)
            found[str(rule.get("alert", rule.get("record")))] = rule
    return found


def test_the_clusters_metrics_reach_the_workspace() -> None:
    recording = made(ARGS)
    rule = only(recording, "monitor:DataCollectionRule")
    assert at(rule.inputs, "destinations", "monitoringAccounts", 0, "accountResourceId") == (
        WORKSPACE
    )
    flow = at(rule.inputs, "dataFlows", 0)
    assert at(flow, "streams") == ["Microsoft-PrometheusMetrics"]
    assert at(flow, "destinations") == [
        at(rule.inputs, "destinations", "monitoringAccounts", 0, "name")
    ]
    source = at(rule.inputs, "dataSources", "prometheusForwarder", 0)
    assert at(source, "streams") == ["Microsoft-PrometheusMetrics"]
    association = only(recording, "monitor:DataCollectionRuleAssociation")
    assert association.inputs["resourceUri"] == CLUSTER
    assert rule.urn in association.dependencies


def test_every_group_of_the_files_is_there_under_its_name() -> None:
    groups = azure(made(ARGS), "alertsmanagement:PrometheusRuleGroup")
    files = [yaml.safe_load(text)["groups"] for text in ARGS.rules.values()]
    names = {group["name"] for inside in files for group in inside}
    assert len(names) > 3
    assert {one.name for one in groups} == {f"metrics-{name}" for name in names}
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
    assert at(alert, "actions", 0, "actionGroupId") == "metrics-team-id"


def test_a_record_tells_nobody() -> None:
    record_rule = rules(made(ARGS))["slipway:replicas"]
    assert record_rule["expression"] == "count by (model) (slipway_ready == 1)"
    assert record_rule.keys() == {"record", "expression", "labels", "enabled"}


def test_the_team_is_told_by_mail() -> None:
    receiver = at(only(made(ARGS), "monitor:ActionGroup").inputs, "emailReceivers", 0)
    assert at(receiver, "emailAddress") == "team@example.com"


def test_without_an_address_alerts_stand_in_the_portal() -> None:
    recording = made(dataclasses.replace(ARGS, email=None))
    assert azure(recording, "monitor:ActionGroup") == []
    assert rules(recording)["ModelServiceDown"]["actions"] == []


def test_alerts_without_anything_to_watch_are_left_out() -> None:
    kept = rules(made(dataclasses.replace(ARGS, without={"BackupMissing": "no dumps here"})))
    assert "BackupMissing" not in kept
    assert "DriftVerdictMissing" in kept


def test_a_workspace_of_others_gets_rules_that_see_this_cluster_alone() -> None:
    recording = made(ADOPTED)
    assert azure(recording, "monitor:AzureMonitorWorkspace") == []
    for one in azure(recording, "alertsmanagement:PrometheusRuleGroup"):
        assert one.inputs["scopes"] == [ADOPTED.adopt, CLUSTER]
    rule = only(recording, "monitor:DataCollectionRule").inputs
    assert at(rule, "destinations", "monitoringAccounts", 0, "accountResourceId") == ADOPTED.adopt


@pytest.mark.parametrize("adopt", [None, ADOPTED.adopt])
def test_the_query_address_is_known_for_a_workspace_of_ones_own(adopt: str | None) -> None:
    found: list[object] = []

    def program() -> None:
        url = AzureMetrics("metrics", dataclasses.replace(ARGS, adopt=adopt)).query_url
        found.append(None if url is None else resolve(url))

    record(program, generated)
    assert found == ([["https://metrics.example.com"]] if adopt is None else [None])
