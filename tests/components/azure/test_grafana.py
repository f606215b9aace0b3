"""Grafana: without a key, reading the metrics by its own identity."""

import dataclasses

from slipway.components.azure.grafana import Grafana, GrafanaArgs
from slipway.components.azure.role import Role
from tests.support.azure_nouns import GROUP, PLACE, azure, generated, only
from tests.support.json_path import at
from tests.support.recording import Recording, record, resolve

METRICS = f"{GROUP}/providers/Microsoft.Monitor/accounts/slipway-dev"
TEAM = "33333333-2222-3333-4444-555555555555"
ARGS = GrafanaArgs(
    place=PLACE,
    name="slipway-dev-123456",
    scope="subscription/dev",
    metrics_workspace=METRICS,
    production=False,
    administrators=[TEAM],
)


def made(args: GrafanaArgs = ARGS) -> Recording:
    return record(lambda: Grafana("grafana", args), generated)


def test_it_has_no_keys_and_reads_the_platforms_metrics() -> None:
    grafana = only(made(), "dashboard:Grafana").inputs
    assert at(grafana, "properties", "apiKey") == "Disabled"
    assert at(grafana, "identity", "type") == "SystemAssigned"
    workspace = at(
        grafana, "properties", "grafanaIntegrations", "azureMonitorWorkspaceIntegrations", 0
    )
    assert at(workspace, "azureMonitorWorkspaceResourceId") == METRICS


def test_production_survives_a_zone() -> None:
    grafana = only(made(dataclasses.replace(ARGS, production=True)), "dashboard:Grafana").inputs
    assert at(grafana, "properties", "zoneRedundancy") == "Enabled"


def test_it_reads_metrics_and_the_team_administrates_it_and_no_more() -> None:
    given = {
        str(one.inputs["principalId"]): one.inputs
        for one in azure(made(), "authorization:RoleAssignment")
    }
    assert given.keys() == {"grafana-principal", TEAM}
    reader, team = given["grafana-principal"], given[TEAM]
    assert str(reader["roleDefinitionId"]).endswith(Role.MONITORING_DATA_READER.value)
    assert reader["scope"] == METRICS
    assert str(team["roleDefinitionId"]).endswith(Role.GRAFANA_ADMIN.value)
    assert team["scope"] == f"{GROUP}/providers/Microsoft.Dashboard/grafana/slipway-dev-123456"


def test_its_address_is_an_output() -> None:
    found: list[list[object]] = []
    record(lambda: found.append(resolve(Grafana("grafana", ARGS).url)), generated)
    assert found[0] == ["https://grafana.example.com"]
