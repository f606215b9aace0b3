"""Managed Prometheus: where metrics go, and who is told."""

import dataclasses

import pytest

from slipway.components.azure.metrics import AzureMetrics, AzureMetricsArgs
from tests.support.azure_nouns import GROUP, PLACE, azure, generated, only
from tests.support.json_path import at
from tests.support.recording import Recording, record, resolve

CLUSTER = f"{GROUP}/providers/Microsoft.ContainerService/managedClusters/slipway-dev"
ARGS = AzureMetricsArgs(
    place=PLACE,
    workspace="slipway-dev",
    cluster=CLUSTER,
    email="team@example.com",
)
WORKSPACE = f"{GROUP}/providers/Microsoft.Monitor/accounts/slipway-dev"
ADOPTED = dataclasses.replace(ARGS, adopt=f"{GROUP}/providers/Microsoft.Monitor/accounts/shared")


def made(args: AzureMetricsArgs) -> Recording:
    return record(lambda: AzureMetrics("metrics", args), generated)


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


def test_the_team_is_told_by_mail() -> None:
    receiver = at(only(made(ARGS), "monitor:ActionGroup").inputs, "emailReceivers", 0)
    assert at(receiver, "emailAddress") == "team@example.com"


def test_without_an_address_nobody_is_told() -> None:
    assert azure(made(dataclasses.replace(ARGS, email=None)), "monitor:ActionGroup") == []


def test_a_workspace_of_others_gets_the_metrics_too() -> None:
    recording = made(ADOPTED)
    assert azure(recording, "monitor:AzureMonitorWorkspace") == []
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
