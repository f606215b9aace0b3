"""Logs are kept for the environment's days and read by Entra's logins alone."""

import dataclasses

from slipway.components.azure.log_workspace import LogWorkspace, LogWorkspaceArgs
from tests.support.azure_nouns import GROUP, LOGS, PLACE, made_by_azure, only
from tests.support.json_path import at
from tests.support.recording import record, resolve

ARGS = LogWorkspaceArgs(place=PLACE, name="slipway-dev-logs", days=90)


def test_a_workspace_keeps_logs_for_its_days_and_takes_no_shared_key() -> None:
    inputs = only(
        record(lambda: LogWorkspace("logs", ARGS)), "operationalinsights:Workspace"
    ).inputs
    assert inputs["retentionInDays"] == ARGS.days
    assert at(inputs, "sku", "name") == "PerGB2018"
    assert at(inputs, "features", "disableLocalAuth") is True
    assert at(inputs, "features", "enableLogAccessUsingOnlyResourcePermissions") is True
    assert inputs["tags"] == {"owner": "ml-platform"}


def test_its_id_is_known_in_words_of_the_config() -> None:
    seen: list[list[object]] = []
    record(lambda: seen.append(resolve(LogWorkspace("logs", ARGS).id)))
    workspace = "providers/Microsoft.OperationalInsights/workspaces/slipway-dev-logs"
    assert seen == [[f"{GROUP}/{workspace}"]]


def test_an_adopted_workspace_is_used_and_nothing_is_made() -> None:
    seen: list[list[object]] = []
    adopting = dataclasses.replace(ARGS, adopt=LOGS)
    recording = record(lambda: seen.append(resolve(LogWorkspace("logs", adopting).id)))
    assert made_by_azure(recording) == []
    assert seen == [[LOGS]]
