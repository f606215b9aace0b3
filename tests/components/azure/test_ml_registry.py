"""The registry that workspaces share."""

import dataclasses

from slipway.components.azure.ml_registry import MlRegistry, MlRegistryArgs
from slipway.components.azure.private_dns import zones_for
from slipway.components.azure.private_endpoint import PrivateAccess
from tests.support.azure_nouns import GROUP, LOGS, PLACE, SUBNET, azure, only
from tests.support.json_path import at
from tests.support.recording import Recording, record, resolve

ACCESS = PrivateAccess(subnet=SUBNET, zones={zone: zone for zone in zones_for("amlregistry")})
ARGS = MlRegistryArgs(place=PLACE, registry="shared", logs=LOGS, production=False, access=ACCESS)
REGISTRY = f"{GROUP}/providers/Microsoft.MachineLearningServices/registries/shared"


def made(args: MlRegistryArgs) -> Recording:
    return record(lambda: MlRegistry("shared", args))


def test_it_is_reached_by_a_private_address_alone() -> None:
    recording = made(ARGS)
    assert only(recording, "machinelearningservices:Registry").inputs["publicNetworkAccess"] == (
        "Disabled"
    )
    connection = at(
        only(recording, "network:PrivateEndpoint").inputs, "privateLinkServiceConnections", 0
    )
    assert at(connection, "privateLinkServiceId") == REGISTRY
    assert at(connection, "groupIds") == ["amlregistry"]


def test_without_private_endpoints_it_is_public() -> None:
    recording = made(dataclasses.replace(ARGS, access=None))
    assert only(recording, "machinelearningservices:Registry").inputs["publicNetworkAccess"] == (
        "Enabled"
    )
    assert azure(recording, "network:PrivateEndpoint") == []


def test_its_blobs_are_never_public_and_survive_a_zone() -> None:
    registry = only(made(ARGS), "machinelearningservices:Registry").inputs
    region = at(registry, "regionDetails", 0)
    account = at(region, "storageAccountDetails", 0, "systemCreatedStorageAccount")
    assert at(account, "allowBlobPublicAccess") is False
    assert at(account, "storageAccountType") == "Standard_ZRS"
    assert at(region, "acrDetails", 0, "systemCreatedAcrAccount", "acrAccountSku") == "Premium"


def test_promotions_are_logged() -> None:
    setting = only(made(ARGS), "monitor:DiagnosticSetting").inputs
    assert setting["resourceUri"] == REGISTRY
    assert at(setting, "logs", 0, "category") == "RegistryAssetWriteEvent"


def test_productions_registry_is_kept() -> None:
    recording = made(dataclasses.replace(ARGS, production=True))
    assert only(recording, "machinelearningservices:Registry").protect
    assert only(recording, "authorization:ManagementLockByScope").inputs["scope"] == REGISTRY


def test_mlflow_is_told_where_it_is() -> None:
    found: list[list[object]] = []
    record(lambda: found.append(resolve(MlRegistry("shared", ARGS).uri)))
    assert found == [[f"azureml://westeurope.api.azureml.ms/mlflow/v1.0{REGISTRY}"]]
