"""The workspace: keyless, closed, in a network of Azure's; or one that exists."""

import dataclasses

import pytest

from slipway.components.azure.ml_workspace import MlWorkspace, MlWorkspaceArgs, StoragePart
from slipway.components.azure.private_dns import zones_for
from slipway.components.azure.private_endpoint import PrivateAccess
from slipway.components.azure.role import Role
from tests.support.azure_nouns import (
    DEV,
    GROUP,
    LOGS,
    PLACE,
    PROD,
    SUBNET,
    azure,
    generated,
    made_by_azure,
    only,
)
from tests.support.json_path import at
from tests.support.recording import Recording, record, resolve

PROVIDERS = f"{GROUP}/providers"
STORAGE = f"{PROVIDERS}/Microsoft.Storage/storageAccounts/store"
VAULT = f"{PROVIDERS}/Microsoft.KeyVault/vaults/vault"
REGISTRY = f"{PROVIDERS}/Microsoft.ContainerRegistry/registries/images"
INSIGHTS = f"{PROVIDERS}/Microsoft.Insights/components/ml-insights"
WORKSPACE = f"{PROVIDERS}/Microsoft.MachineLearningServices/workspaces/ml"
ACCESS = PrivateAccess(
    subnet=SUBNET, zones={zone: zone for zone in zones_for("amlworkspace", "file")}
)
ARGS = MlWorkspaceArgs(
    place=PLACE,
    workspace="ml",
    scope="subscription/dev",
    profile=DEV,
    logs=LOGS,
    storage=StoragePart(id=STORAGE),
    vault=VAULT,
    registry=REGISTRY,
    access=ACCESS,
)
OPEN = dataclasses.replace(ARGS, access=None)
ADOPTED = dataclasses.replace(ARGS, vault=None, adopt=WORKSPACE.replace("/ml", "/theirs"))


def made(args: MlWorkspaceArgs) -> Recording:
    return record(lambda: MlWorkspace("workspace", args), generated)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["publicNetworkAccess"], "Disabled"),
        (["systemDatastoresAuthMode"], "Identity"),
        (["managedNetwork", "isolationMode"], "AllowOnlyApprovedOutbound"),
        (["provisionNetworkNow"], True),
        (["v1LegacyMode"], False),
        (["storageAccount"], STORAGE),
        (["keyVault"], VAULT),
        (["containerRegistry"], REGISTRY),
        (["applicationInsights"], INSIGHTS),
        (["identity", "type"], "UserAssigned"),
    ],
    ids=str,
)
def test_a_workspace_is_closed_and_has_its_parts(path: list[str], value: object) -> None:
    workspace = only(made(ARGS), "machinelearningservices:Workspace")
    assert at(workspace.inputs, *path) == value


def test_without_private_endpoints_a_login_and_a_role_still_guard_it() -> None:
    recording = made(OPEN)
    workspace = only(recording, "machinelearningservices:Workspace").inputs
    assert workspace["publicNetworkAccess"] == "Enabled"
    assert at(workspace, "managedNetwork", "isolationMode") == "AllowInternetOutbound"
    assert workspace["systemDatastoresAuthMode"] == "Identity"
    assert azure(recording, "network:PrivateEndpoint") == []


def test_private_endpoints_lead_to_the_workspace_and_to_its_file_share() -> None:
    targets = {
        str(at(one.inputs, "privateLinkServiceConnections", 0, "groupIds", 0)): at(
            one.inputs, "privateLinkServiceConnections", 0, "privateLinkServiceId"
        )
        for one in azure(made(ARGS), "network:PrivateEndpoint")
    }
    assert targets == {"amlworkspace": WORKSPACE, "file": STORAGE}


def test_an_adopted_account_gets_no_endpoint_of_ours() -> None:
    args = dataclasses.replace(ARGS, storage=StoragePart(id=STORAGE, adopted=True))
    names = [one.name for one in azure(made(args), "network:PrivateEndpoint")]
    assert names == ["workspace-amlworkspace-endpoint"]


def test_its_own_identity_has_roles_on_its_parts_and_on_nothing_else() -> None:
    recording = made(ARGS)
    given = [one.inputs for one in azure(recording, "authorization:RoleAssignment")]
    assert {str(one["scope"]) for one in given} == {STORAGE, VAULT, REGISTRY, INSIGHTS}
    assert all(one["principalId"] == "principal-id" for one in given)
    assert all(str(one["description"]) for one in given)
    on_storage = {
        str(one["roleDefinitionId"]).rpartition("/")[2] for one in given if one["scope"] == STORAGE
    }
    assert on_storage == {
        Role.CONTRIBUTOR.value,
        Role.BLOB_DATA_CONTRIBUTOR.value,
        Role.FILE_DATA_PRIVILEGED_CONTRIBUTOR.value,
    }


def test_the_workspace_waits_for_its_identitys_roles() -> None:
    recording = made(ARGS)
    waited = set(only(recording, "machinelearningservices:Workspace").dependencies)
    roles = azure(recording, "authorization:RoleAssignment")
    assert roles
    assert {one.urn for one in roles} <= waited


def test_a_system_assigned_identity_gets_its_roles_from_azure() -> None:
    recording = made(dataclasses.replace(ARGS, identity="system-assigned"))
    identity = only(recording, "machinelearningservices:Workspace").inputs["identity"]
    assert identity == {"type": "SystemAssigned"}
    assert azure(recording, "authorization:RoleAssignment") == []


def test_telemetry_is_kept_with_the_logs_and_written_with_a_role_alone() -> None:
    insights = only(made(ARGS), "applicationinsights:Component").inputs
    assert insights["workspaceResourceId"] == LOGS
    assert insights["ingestionMode"] == "LogAnalytics"
    assert insights["disableLocalAuth"] is True


def test_changes_and_runs_are_logged() -> None:
    setting = only(made(ARGS), "monitor:DiagnosticSetting").inputs
    assert setting["resourceUri"] == WORKSPACE
    logs = setting["logs"]
    assert isinstance(logs, list)
    assert {at(one, "category") for one in logs} >= {
        "AmlRunStatusChangedEvent",
        "ModelsChangeEvent",
    }


def test_productions_workspace_is_kept() -> None:
    recording = made(dataclasses.replace(ARGS, profile=PROD))
    assert only(recording, "machinelearningservices:Workspace").protect
    lock = only(recording, "authorization:ManagementLockByScope").inputs
    assert lock["scope"] == WORKSPACE
    assert not only(made(ARGS), "machinelearningservices:Workspace").protect


def test_a_workspace_that_exists_is_used_and_nothing_is_made() -> None:
    found: dict[str, list[object]] = {}

    def program() -> None:
        workspace = MlWorkspace("workspace", ADOPTED)
        assert workspace.insights is None
        found.update(
            id=resolve(workspace.at.id),
            name=resolve(workspace.at.name),
            uri=resolve(workspace.tracking_uri),
        )

    assert made_by_azure(record(program)) == []
    assert found["id"] == [ADOPTED.adopt]
    assert found["name"] == ["theirs"]
    assert found["uri"] == [
        f"azureml://westeurope.api.azureml.ms/mlflow/v1.0{ADOPTED.adopt}",
    ]


def test_what_is_made_in_it_waits_until_it_is_reached() -> None:
    from slipway.components.azure.ml_compute import MlCompute, MlComputeArgs  # noqa: PLC0415 -- used once

    def program() -> None:
        workspace = MlWorkspace("workspace", ARGS)
        MlCompute(
            "compute",
            MlComputeArgs(
                place=PLACE,
                workspace=workspace.at,
                cluster="jobs",
                size="Standard_DS3_v2",
                max_nodes=2,
                identity=workspace.at.id,
            ),
        )

    recording = record(program, generated)
    waited = set(only(recording, "machinelearningservices:Compute").dependencies)
    endpoints = azure(recording, "network:PrivateEndpoint")
    assert {one.urn for one in endpoints} <= waited


def test_a_new_workspace_without_a_vault_is_refused() -> None:
    with pytest.raises(ValueError, match="expected the id of a key vault"):
        made(dataclasses.replace(ARGS, vault=None))
