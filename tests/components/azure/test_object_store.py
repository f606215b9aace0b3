"""The storage account: closed, keyless, versioned; or one that exists."""

import dataclasses

import pytest

from slipway.components.access.matrix import Store
from slipway.components.azure.object_store import (
    IN_CLUSTER_STORES,
    AzureObjectStore,
    AzureObjectStoreArgs,
)
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
from tests.support.recording import Recording, record, resolve

ARGS = AzureObjectStoreArgs(
    place=PLACE, account="slipwaydev123456", profile=DEV, access=ACCESS, log_workspace=LOGS
)
PRODUCTION = dataclasses.replace(ARGS, profile=PROD)
ACCOUNT = f"{GROUP}/providers/Microsoft.Storage/storageAccounts/slipwaydev123456"
ADOPTED = dataclasses.replace(ARGS, adopt=f"{GROUP}/providers/Microsoft.Storage/storageAccounts/x1")


def made(args: AzureObjectStoreArgs) -> Recording:
    return record(lambda: AzureObjectStore("store", args))


def addresses(args: AzureObjectStoreArgs) -> dict[str, object]:
    found: dict[str, list[object]] = {}

    def program() -> None:
        store = AzureObjectStore("store", args)
        logs = store.locations[Store.REQUEST_LOG]
        found.update(
            id=resolve(logs.id),
            url=resolve(logs.url),
            wasbs=resolve(logs.wasbs_url),
            account=resolve(store.account_id),
        )

    record(program)
    return {name: value[0] for name, value in found.items()}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["minimumTlsVersion"], "TLS1_2"),
        (["enableHttpsTrafficOnly"], True),
        (["allowBlobPublicAccess"], False),
        (["allowSharedKeyAccess"], False),
        (["allowCrossTenantReplication"], False),
        (["isLocalUserEnabled"], False),
        (["isSftpEnabled"], False),
        (["isHnsEnabled"], False),
        (["publicNetworkAccess"], "Disabled"),
        (["networkRuleSet", "defaultAction"], "Deny"),
        (["networkRuleSet", "ipRules"], []),
        (["encryption", "requireInfrastructureEncryption"], True),
        (["tags"], {"owner": "ml-platform"}),
    ],
)
def test_the_account_is_closed_and_keyless(path: list[str], value: object) -> None:
    assert at(only(made(ARGS), "storage:StorageAccount").inputs, *path) == value


def test_every_store_has_a_private_container() -> None:
    containers = azure(made(ARGS), "storage:BlobContainer")
    assert {one.inputs["containerName"] for one in containers} == {
        store.value for store in IN_CLUSTER_STORES
    }
    assert {one.inputs["publicAccess"] for one in containers} == {"None"}


def test_deleted_and_overwritten_objects_come_back_for_as_long_as_backups_do() -> None:
    service = only(made(ARGS), "storage:BlobServiceProperties").inputs
    assert service["isVersioningEnabled"] is True
    for policy in ("deleteRetentionPolicy", "containerDeleteRetentionPolicy"):
        assert at(service, policy) == {"enabled": True, "days": DEV.backup_days}
    assert at(service, "changeFeed") == {"enabled": True, "retentionInDays": DEV.backup_days}


def test_old_versions_and_old_requests_go_by_themselves() -> None:
    rules = at(only(made(ARGS), "storage:ManagementPolicy").inputs, "policy", "rules")
    assert isinstance(rules, list)
    versions, requests = rules
    assert at(versions, "definition", "actions") == {
        "version": {"delete": {"daysAfterCreationGreaterThan": DEV.backup_days}}
    }
    assert at(versions, "definition", "filters", "prefixMatch") == [
        "artifacts/",
        "request-log/",
        "labels/",
        "monitoring/",
    ]
    assert at(requests, "definition", "filters", "prefixMatch") == ["request-log/"]
    assert at(requests, "definition", "actions", "baseBlob", "delete") == {
        "daysAfterModificationGreaterThan": 365
    }


def test_both_of_its_names_lead_to_the_private_subnet() -> None:
    recording = made(ARGS)
    connections = [
        at(one.inputs, "privateLinkServiceConnections", 0)
        for one in azure(recording, "network:PrivateEndpoint")
    ]
    assert {str(at(one, "groupIds", 0)) for one in connections} == {"blob", "dfs"}
    assert {str(at(one, "privateLinkServiceId")) for one in connections} == {ACCOUNT}
    zones = [
        str(at(one.inputs, "privateDnsZoneConfigs", 0, "privateDnsZoneId")).rsplit("/", 1)[1]
        for one in azure(recording, "network:PrivateDnsZoneGroup")
    ]
    assert sorted(zones) == [
        "privatelink.blob.core.windows.net",
        "privatelink.dfs.core.windows.net",
    ]


def test_listed_addresses_get_in_and_no_others() -> None:
    listed = dataclasses.replace(
        ARGS, allowed_cidrs=["203.0.113.0/24", "198.51.100.7/32", "192.0.2.4/31"]
    )
    account = only(made(listed), "storage:StorageAccount").inputs
    assert account["publicNetworkAccess"] == "Enabled"
    assert at(account, "networkRuleSet", "defaultAction") == "Deny"
    rules = at(account, "networkRuleSet", "ipRules")
    assert isinstance(rules, list)
    assert [at(one, "iPAddressOrRange") for one in rules] == [
        "203.0.113.0/24",
        "198.51.100.7",
        "192.0.2.4",
        "192.0.2.5",
    ]


def test_production_survives_a_region_and_a_slip() -> None:
    recording = made(PRODUCTION)
    assert at(only(recording, "storage:StorageAccount").inputs, "sku", "name") == "Standard_GZRS"
    kept = [only(recording, "storage:StorageAccount"), *azure(recording, "storage:BlobContainer")]
    assert all(one.protect for one in kept)
    lock = only(recording, "authorization:ManagementLockByScope").inputs
    assert lock["level"] == "CanNotDelete"
    assert lock["scope"] == ACCOUNT


def test_other_environments_can_be_torn_down() -> None:
    recording = made(ARGS)
    assert at(only(recording, "storage:StorageAccount").inputs, "sku", "name") == "Standard_ZRS"
    assert not any(one.protect for one in recording.resources)
    assert azure(recording, "authorization:ManagementLockByScope") == []


def test_deletions_are_logged() -> None:
    setting = only(made(ARGS), "monitor:DiagnosticSetting").inputs
    assert setting["resourceUri"] == f"{ACCOUNT}/blobServices/default"
    assert at(setting, "logs", 0, "category") == "StorageDelete"
    assert setting["workspaceId"] == LOGS


def test_addresses_say_container_and_account() -> None:
    assert addresses(ARGS) == {
        "account": ACCOUNT,
        "id": f"{ACCOUNT}/blobServices/default/containers/request-log",
        "url": "abfss://request-log@slipwaydev123456.dfs.core.windows.net",
        "wasbs": "wasbs://request-log@slipwaydev123456.blob.core.windows.net",
    }


def test_an_adopted_account_is_only_named() -> None:
    assert made_by_azure(made(ADOPTED)) == []
    found = addresses(ADOPTED)
    assert found["account"] == ADOPTED.adopt
    assert found["id"] == f"{ADOPTED.adopt}/blobServices/default/containers/request-log"
    assert found["url"] == "abfss://request-log@x1.dfs.core.windows.net"


def test_an_id_of_something_else_is_refused() -> None:
    wrong = dataclasses.replace(ARGS, adopt="slipwaydev123456")
    with pytest.raises(ValueError, match="expected /subscriptions/"):
        made(wrong)


def test_without_private_endpoints_a_role_still_guards_the_account() -> None:
    recording = made(dataclasses.replace(ARGS, access=None))
    account = only(recording, "storage:StorageAccount").inputs
    assert account["publicNetworkAccess"] == "Enabled"
    assert at(account, "networkRuleSet", "defaultAction") == "Allow"
    assert account["allowSharedKeyAccess"] is False
    assert account["allowBlobPublicAccess"] is False
    assert azure(recording, "network:PrivateEndpoint") == []
