"""The vault: roles alone open it, nothing in it is lost at once; or one that exists."""

import dataclasses

import pytest

from slipway.components.azure.key_vault import AzureKeyVaultArgs, AzureKeyVaultStore
from slipway.stacks.plan.graph import SECRET
from tests.support.azure_nouns import (
    ACCESS,
    DEV,
    GROUP,
    LOGS,
    PLACE,
    PROD,
    azure,
    made_by_azure,
    only,
)
from tests.support.json_path import at
from tests.support.recording import GENERATED, Recording, record, resolve

ARGS = AzureKeyVaultArgs(
    place=PLACE,
    vault="slipway-dev-123456",
    profile=DEV,
    access=ACCESS,
    log_workspace=LOGS,
    secrets=["mlflow-session"],
)
VAULT = f"{GROUP}/providers/Microsoft.KeyVault/vaults/slipway-dev-123456"


def made(args: AzureKeyVaultArgs) -> Recording:
    return record(lambda: AzureKeyVaultStore("vault", args))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["enableRbacAuthorization"], True),
        (["enablePurgeProtection"], True),
        (["enableSoftDelete"], True),
        (["softDeleteRetentionInDays"], 7),
        (["publicNetworkAccess"], "Disabled"),
        (["networkAcls", "defaultAction"], "Deny"),
        (["networkAcls", "ipRules"], []),
        (["enabledForDeployment"], False),
        (["enabledForDiskEncryption"], False),
        (["enabledForTemplateDeployment"], False),
        (["tenantId"], PLACE.tenant),
        (["createMode"], "default"),
    ],
)
def test_the_vault_opens_to_roles_alone(path: list[str], value: object) -> None:
    inputs = only(made(ARGS), "keyvault:Vault").inputs
    assert at(inputs, "properties", *path) == value
    assert inputs["tags"] == {"owner": "ml-platform"}


def test_a_generated_value_goes_into_the_vault_and_shows_nowhere() -> None:
    found: list[list[object]] = []
    recording = record(
        lambda: found.append(resolve(AzureKeyVaultStore("vault", ARGS).values["mlflow-session"]))
    )
    secret = only(recording, "keyvault:Secret").inputs
    assert at(secret, "properties", "value") == SECRET
    assert secret["secretName"] == "mlflow-session"
    assert str(found[0][0]).startswith(GENERATED)
    assert GENERATED not in recording.golden()


def test_another_generation_makes_new_values() -> None:
    def rotation(generation: int) -> object:
        recording = made(dataclasses.replace(ARGS, generation=generation))
        passwords = [one for one in recording.resources if one.type.endswith("slipway:Password")]
        assert len(passwords) == 1
        return passwords[0].inputs["rotation"]

    assert rotation(1) != rotation(2)


def test_the_vault_is_reached_by_a_private_address() -> None:
    connection = at(
        only(made(ARGS), "network:PrivateEndpoint").inputs, "privateLinkServiceConnections", 0
    )
    assert at(connection, "groupIds") == ["vault"]
    assert at(connection, "privateLinkServiceId") == VAULT


def test_who_read_what_is_logged() -> None:
    setting = only(made(ARGS), "monitor:DiagnosticSetting").inputs
    assert (setting["resourceUri"], at(setting, "logs", 0, "category")) == (VAULT, "AuditEvent")


def test_production_keeps_what_was_deleted_for_a_quarter_and_stays() -> None:
    recording = made(dataclasses.replace(ARGS, profile=PROD))
    vault = only(recording, "keyvault:Vault")
    assert at(vault.inputs, "properties", "softDeleteRetentionInDays") == 90
    assert vault.protect
    assert only(recording, "authorization:ManagementLockByScope").inputs["scope"] == VAULT


def test_other_environments_can_be_torn_down() -> None:
    recording = made(ARGS)
    assert not any(one.protect for one in recording.resources)
    assert azure(recording, "authorization:ManagementLockByScope") == []


def test_a_deleted_vault_is_taken_back_when_asked() -> None:
    vault = only(made(dataclasses.replace(ARGS, recover=True)), "keyvault:Vault").inputs
    assert at(vault, "properties", "createMode") == "recover"


def test_listed_addresses_get_in_and_no_others() -> None:
    listed = dataclasses.replace(ARGS, allowed_cidrs=["203.0.113.0/24"])
    inputs = only(made(listed), "keyvault:Vault").inputs
    assert at(inputs, "properties", "publicNetworkAccess") == "Enabled"
    assert at(inputs, "properties", "networkAcls", "defaultAction") == "Deny"
    assert at(inputs, "properties", "networkAcls", "ipRules") == [{"value": "203.0.113.0/24"}]


def test_an_adopted_vault_is_only_named() -> None:
    args = dataclasses.replace(ARGS, adopt=f"{GROUP}/providers/Microsoft.KeyVault/vaults/shared")
    found: dict[str, list[object]] = {}

    def program() -> None:
        vault = AzureKeyVaultStore("vault", args)
        found.update(
            name=resolve(vault.vault),
            id=resolve(vault.vault_id),
            secret=resolve(vault.secret_ids["mlflow-session"]),
        )
        assert vault.values == {}

    assert made_by_azure(record(program)) == []
    assert found["name"] == ["shared"]
    assert found["id"] == [args.adopt]
    assert found["secret"] == [f"{args.adopt}/secrets/mlflow-session"]


def test_without_private_endpoints_a_role_still_guards_the_vault() -> None:
    recording = made(dataclasses.replace(ARGS, access=None))
    properties = only(recording, "keyvault:Vault").inputs["properties"]
    assert at(properties, "publicNetworkAccess") == "Enabled"
    assert at(properties, "networkAcls", "defaultAction") == "Allow"
    assert at(properties, "enableRbacAuthorization") is True
    assert azure(recording, "network:PrivateEndpoint") == []
