"""Images behind logins of Entra: no password, nobody anonymous; or a registry that exists."""

import dataclasses

import pytest

from slipway.components.azure.container_registry import (
    UNTAGGED_DAYS,
    ContainerRegistry,
    ContainerRegistryArgs,
)
from slipway.components.azure.private_dns import zones_for
from slipway.components.azure.private_endpoint import PrivateAccess
from slipway.stacks.plan.graph import PlannedResource
from tests.support.azure_nouns import GROUP, LOGS, PLACE, SUBNET, azure, made_by_azure, only
from tests.support.json_path import at
from tests.support.recording import Recording, record, resolve

ACCESS = PrivateAccess(subnet=SUBNET, zones={zone: zone for zone in zones_for("registry")})
DEV = ContainerRegistryArgs(place=PLACE, registry="slipwaydev1a2b3c", logs=LOGS, production=False)
PRIVATE = dataclasses.replace(DEV, production=True, access=ACCESS)
ID = f"{GROUP}/providers/Microsoft.ContainerRegistry/registries/slipwaydev1a2b3c"


def made(args: ContainerRegistryArgs) -> Recording:
    return record(lambda: ContainerRegistry("registry", args))


def registry(args: ContainerRegistryArgs) -> PlannedResource:
    return only(made(args), "containerregistry:Registry")


@pytest.mark.parametrize("args", [DEV, PRIVATE])
def test_nobody_gets_in_without_an_identity(args: ContainerRegistryArgs) -> None:
    inputs = registry(args).inputs
    assert inputs["adminUserEnabled"] is False
    assert inputs["anonymousPullEnabled"] is False
    assert inputs["tags"] == {"owner": "ml-platform"}


def test_development_pays_no_private_address() -> None:
    recording = made(DEV)
    inputs = only(recording, "containerregistry:Registry").inputs
    assert at(inputs, "sku", "name") == "Standard"
    assert inputs["publicNetworkAccess"] == "Enabled"
    # A Standard registry that asked for one of these is refused.
    assert "policies" not in inputs
    assert "networkRuleSet" not in inputs
    assert azure(recording, "network:PrivateEndpoint") == []
    assert azure(recording, "authorization:ManagementLockByScope") == []


def test_production_is_reached_by_a_private_address_alone() -> None:
    recording = made(PRIVATE)
    inputs = only(recording, "containerregistry:Registry").inputs
    assert at(inputs, "sku", "name") == "Premium"
    assert inputs["publicNetworkAccess"] == "Disabled"
    assert at(inputs, "networkRuleSet", "defaultAction") == "Deny"
    assert at(inputs, "networkRuleSet", "ipRules") == []
    assert at(inputs, "policies", "exportPolicy", "status") == "disabled"
    assert inputs["zoneRedundancy"] == "Enabled"
    endpoint = only(recording, "network:PrivateEndpoint").inputs
    assert at(endpoint, "privateLinkServiceConnections", 0, "groupIds") == ["registry"]
    assert at(endpoint, "privateLinkServiceConnections", 0, "privateLinkServiceId") == ID


def test_listed_blocks_reach_the_public_address_and_no_others() -> None:
    inputs = registry(dataclasses.replace(PRIVATE, open_to=["203.0.113.0/28"])).inputs
    assert inputs["publicNetworkAccess"] == "Enabled"
    assert at(inputs, "networkRuleSet", "defaultAction") == "Deny"
    assert at(inputs, "networkRuleSet", "ipRules") == [
        {"action": "Allow", "iPAddressOrRange": "203.0.113.0/28"}
    ]
    # Azure refuses a registry that is public and forbids exports.
    assert "exportPolicy" not in at(inputs, "policies")  # type: ignore[operator] # a mapping


def test_only_images_without_a_tag_are_cleaned_up() -> None:
    policy = at(registry(PRIVATE).inputs, "policies", "retentionPolicy")
    assert policy == {"status": "enabled", "days": UNTAGGED_DAYS}


def test_production_is_kept_from_deletion_by_pulumi_and_by_azure() -> None:
    recording = made(PRIVATE)
    assert only(recording, "containerregistry:Registry").protect is True
    assert only(recording, "authorization:ManagementLockByScope").inputs["scope"] == ID
    assert registry(DEV).protect is False


@pytest.mark.parametrize("args", [DEV, PRIVATE])
def test_logins_and_pushes_are_logged(args: ContainerRegistryArgs) -> None:
    setting = only(made(args), "monitor:DiagnosticSetting").inputs
    assert setting["resourceUri"] == ID
    assert setting["workspaceId"] == LOGS
    logs = setting["logs"]
    assert isinstance(logs, list)
    assert [at(one, "category") for one in logs] == [
        "ContainerRegistryLoginEvents",
        "ContainerRegistryRepositoryEvents",
    ]


@pytest.mark.parametrize(
    ("adopt", "host"), [(None, "slipwaydev1a2b3c.azurecr.io"), ("Team1", "team1.azurecr.io")]
)
def test_id_and_host_are_known_and_an_adopted_registry_is_left_alone(
    adopt: str | None, host: str
) -> None:
    existing = None if adopt is None else ID.replace("slipwaydev1a2b3c", adopt)
    seen: list[list[object]] = []

    def program() -> None:
        found = ContainerRegistry("registry", dataclasses.replace(PRIVATE, adopt=existing))
        seen.extend([resolve(found.id), resolve(found.host)])

    recording = record(program)
    assert seen == [[existing or ID], [host]]
    assert (made_by_azure(recording) == []) is (adopt is not None)
