"""PostgreSQL: private, without a password, backed up; or a server that exists."""

import dataclasses
import itertools

import pytest
from pulumi import ResourceOptions

from slipway.components.azure.database import (
    AdoptedDatabase,
    AzureDatabase,
    AzureDatabaseArgs,
    DatabaseHome,
    DatabaseSizeError,
    EntraAdministrator,
    HomelessDatabaseError,
)
from slipway.components.azure.database_alerts import THRESHOLDS, database_alerts
from tests.support.azure_nouns import (
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

SUBNET = f"{GROUP}/providers/Microsoft.Network/virtualNetworks/net/subnets/database"
ZONE = f"{GROUP}/providers/Microsoft.Network/privateDnsZones/x.postgres.database.azure.com"
ARGS = AzureDatabaseArgs(
    place=PLACE,
    server="slipway-dev-123456",
    profile=DEV,
    storage_gb=32,
    databases=["mlflow", "mlflow_auth"],
    home=DatabaseHome(
        subnet=SUBNET,
        dns_zone=ZONE,
        administrator=EntraAdministrator(name="slipway-dev-roles", object_id="principal-id"),
    ),
    log_workspace=LOGS,
)
PRODUCTION = dataclasses.replace(ARGS, profile=PROD)
SERVER = f"{GROUP}/providers/Microsoft.DBforPostgreSQL/flexibleServers/slipway-dev-123456"
SETTINGS = "dbforpostgresql:Configuration"


def made(args: AzureDatabaseArgs) -> Recording:
    return record(lambda: AzureDatabase("database", args))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["authConfig", "passwordAuth"], "Disabled"),
        (["authConfig", "activeDirectoryAuth"], "Enabled"),
        (["authConfig", "tenantId"], PLACE.tenant),
        (["network", "publicNetworkAccess"], "Disabled"),
        (["network", "delegatedSubnetResourceId"], SUBNET),
        (["network", "privateDnsZoneArmResourceId"], ZONE),
        (["storage", "autoGrow"], "Enabled"),
        (["storage", "storageSizeGB"], 32),
        (["backup", "backupRetentionDays"], DEV.backup_days),
        (["sku"], {"name": "Standard_B1ms", "tier": "Burstable"}),
        (["tags"], {"owner": "ml-platform"}),
    ],
)
def test_the_server_is_private_and_has_no_password(path: list[str], value: object) -> None:
    server = only(made(ARGS), "dbforpostgresql:Server").inputs
    assert at(server, *path) == value
    assert "administratorLoginPassword" not in server


def test_tls_is_enforced_on_the_server() -> None:
    settings = {
        str(one.inputs["configurationName"]): one.inputs["value"]
        for one in azure(made(ARGS), SETTINGS)
    }
    assert settings["require_secure_transport"] == "on"
    assert settings["ssl_min_protocol_version"] == "TLSv1.2"
    assert settings["connection_throttle.enable"] == "on"


def test_changes_of_the_server_wait_for_each_other() -> None:
    recording = made(ARGS)
    chain = [
        *azure(recording, "dbforpostgresql:AdministratorsMicrosoftEntra"),
        *azure(recording, SETTINGS),
        *azure(recording, "dbforpostgresql:Database"),
    ]
    assert len(chain) == 9
    for before, after in itertools.pairwise(chain):
        assert before.urn in after.dependencies, f"{after.name} doesn't wait for {before.name}"


def test_the_databases_are_made() -> None:
    databases = azure(made(ARGS), "dbforpostgresql:Database")
    assert [one.inputs["databaseName"] for one in databases] == ["mlflow", "mlflow_auth"]


def test_an_identity_administrates_the_server() -> None:
    administrator = only(made(ARGS), "dbforpostgresql:AdministratorsMicrosoftEntra").inputs
    assert administrator["principalName"] == "slipway-dev-roles"
    assert administrator["objectId"] == "principal-id"
    assert administrator["principalType"] == "ServicePrincipal"


def test_production_has_a_standby_and_a_backup_elsewhere_and_stays() -> None:
    recording = made(PRODUCTION)
    server = only(recording, "dbforpostgresql:Server")
    assert at(server.inputs, "highAvailability", "mode") == "ZoneRedundant"
    assert at(server.inputs, "backup") == {
        "backupRetentionDays": PROD.backup_days,
        "geoRedundantBackup": "Enabled",
    }
    assert at(server.inputs, "sku", "tier") == "GeneralPurpose"
    databases = azure(recording, "dbforpostgresql:Database")
    assert server.protect
    assert all(one.protect for one in databases)
    lock = only(recording, "authorization:ManagementLockByScope").inputs
    assert (lock["level"], lock["scope"]) == ("CanNotDelete", SERVER)


def test_other_environments_can_be_torn_down() -> None:
    recording = made(ARGS)
    server = only(recording, "dbforpostgresql:Server").inputs
    assert at(server, "highAvailability", "mode") == "Disabled"
    assert at(server, "backup", "geoRedundantBackup") == "Disabled"
    assert not any(one.protect for one in recording.resources)
    assert azure(recording, "authorization:ManagementLockByScope") == []


@pytest.mark.parametrize("size", ["Standard_B2s", "Standard_F4s"])
def test_a_size_that_cannot_serve_production_is_refused(size: str) -> None:
    with pytest.raises(DatabaseSizeError, match=f"got {size}"):
        made(dataclasses.replace(PRODUCTION, size=size))


def test_logs_go_to_the_workspace() -> None:
    setting = only(made(ARGS), "monitor:DiagnosticSetting").inputs
    assert (setting["resourceUri"], setting["workspaceId"]) == (SERVER, LOGS)


def test_the_address_waits_for_the_last_database() -> None:
    found: list[list[object]] = []
    record(lambda: found.append(resolve(AzureDatabase("database", ARGS).host)))
    assert found[0] == ["slipway-dev-123456.postgres.database.azure.com"]


def test_a_server_of_ones_own_needs_a_subnet() -> None:
    with pytest.raises(HomelessDatabaseError, match="neither a home nor a server"):
        made(dataclasses.replace(ARGS, home=None))


def test_an_adopted_server_is_only_named() -> None:
    existing = AdoptedDatabase(id=SERVER, host="db.example.com")
    args = dataclasses.replace(ARGS, home=None, adopt=existing)
    found: list[list[object]] = []
    recording = record(lambda: found.append(resolve(AzureDatabase("database", args).host)))
    assert made_by_azure(recording) == []
    assert found[0] == ["db.example.com"]


def test_disk_cpu_life_and_logins_are_watched() -> None:
    recording = record(
        lambda: database_alerts(
            "database", place=PLACE, server=SERVER, actions=["team"], opts=ResourceOptions()
        )
    )
    alerts = azure(recording, "monitor:MetricAlert")
    watched = {
        str(at(one.inputs, "criteria", "allOf", 0, "metricName")): one.inputs for one in alerts
    }
    assert watched.keys() == {one.metric for one in THRESHOLDS}
    assert {"storage_percent", "cpu_percent"} <= watched.keys()
    disk = watched["storage_percent"]
    assert at(disk, "criteria", "allOf", 0, "threshold") == 85
    assert at(disk, "criteria", "odataType") == (
        "Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria"
    )
    for one in alerts:
        assert at(one.inputs, "actions", 0, "actionGroupId") == "team"
        assert at(one.inputs, "scopes") == [SERVER]
