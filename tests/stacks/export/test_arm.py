"""A plan as an ARM template: types, nested names, ids as expressions, secrets as parameters."""

import importlib
import inspect
import json
import re
from pathlib import Path
from typing import Any

import pytest

from slipway.stacks.export.arm import arm_template
from slipway.stacks.export.arm_types import TABLE, arm_type
from slipway.stacks.export.errors import NothingToExportError, UnlistedTypeError
from slipway.stacks.plan.graph import SECRET, UNKNOWN, Json, plan_from_json
from tests.stacks.export.resources import plan, resource
from tests.support.example_stacks import CLOUD_STACKS, example_plans

ACCOUNT = resource(
    "azure-native:storage:StorageAccount",
    "account",
    {
        "accountName": "store",
        "resourceGroupName": "group",
        "location": "westeurope",
        "sku": {"name": "Standard_ZRS"},
        "enableHttpsTrafficOnly": True,
        "networkRuleSet": {"defaultAction": "Deny"},
    },
)
IDENTITY = resource(
    "azure-native:managedidentity:UserAssignedIdentity", "identity", {"resourceName": "who"}
)
TYPES = json.loads(TABLE.read_text(encoding="utf-8"))["types"]


def exported(*resources: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = arm_template(plan("azure", *resources))["resources"]  # type: ignore[assignment] # it is JSON
    return found


def test_properties_are_where_azure_has_them_under_its_own_names() -> None:
    (account,) = exported(ACCOUNT)
    assert account == {
        "type": "Microsoft.Storage/storageAccounts",
        "apiVersion": TYPES[ACCOUNT.type]["apiVersion"],
        "name": "store",
        "comments": "account in the plan",
        "location": "westeurope",
        "sku": {"name": "Standard_ZRS"},
        "properties": {
            "supportsHttpsTrafficOnly": True,
            "networkAcls": {"defaultAction": "Deny"},
        },
    }


def test_a_nested_resource_is_named_by_its_parents_and_waits_for_them() -> None:
    container = resource(
        "azure-native:storage:BlobContainer",
        "container",
        {"accountName": UNKNOWN, "containerName": "labels", "publicAccess": "None"},
        {"accountName": [ACCOUNT]},
    )
    _, made = exported(ACCOUNT, container)
    assert made["name"] == "store/default/labels"
    assert made["dependsOn"] == ["[resourceId('Microsoft.Storage/storageAccounts', 'store')]"]


def test_a_name_that_pulumi_chooses_is_the_same_for_those_who_refer_to_it() -> None:
    gateway = resource("azure-native:network:NatGateway", "outbound", {})
    subnet = resource(
        "azure-native:network:Subnet",
        "nodes",
        {"virtualNetworkName": "net", "subnetName": "nodes", "natGateway": {"id": UNKNOWN}},
        {"natGateway": [gateway]},
    )
    made, referring = exported(gateway, subnet)
    assert made["name"] == "outbound"
    expected = "[resourceId('Microsoft.Network/natGateways', 'outbound')]"
    assert referring["properties"]["natGateway"]["id"] == expected


def test_the_principal_of_an_identity_is_read_from_it() -> None:
    assignment = resource(
        "azure-native:authorization:RoleAssignment",
        "role",
        {"roleAssignmentName": "r", "principalId": UNKNOWN, "scope": "/subscriptions/s"},
        {"principalId": [IDENTITY]},
    )
    _, made = exported(IDENTITY, assignment)
    assert made["scope"] == "/subscriptions/s"
    assert made["properties"]["principalId"] == (
        "[reference(resourceId('Microsoft.ManagedIdentity/userAssignedIdentities', 'who'), "
        f"'{TYPES[IDENTITY.type]['apiVersion']}').principalId]"
    )


def test_secrets_and_unknown_values_are_parameters_without_a_value() -> None:
    secret = resource(
        "azure-native:keyvault:Secret",
        "key",
        {"vaultName": "v", "secretName": "s", "properties": {"value": SECRET, "other": UNKNOWN}},
    )
    document = arm_template(plan("azure", secret))
    assert document["parameters"] == {
        "key_properties_value": {
            "type": "secureString",
            "metadata": {"description": "A secret."},
        },
        "key_properties_other": {
            "type": "string",
            "metadata": {"description": "Known after deployment."},
        },
    }
    assert SECRET not in json.dumps(document)


def test_rules_within_a_network_resource_have_properties_of_their_own() -> None:
    group = resource(
        "azure-native:network:NetworkSecurityGroup",
        "rules",
        {"networkSecurityGroupName": "n", "securityRules": [{"name": "a", "access": "Deny"}]},
    )
    (made,) = exported(group)
    assert made["properties"]["securityRules"] == [{"name": "a", "properties": {"access": "Deny"}}]


def test_a_list_of_identities_is_azures_mapping() -> None:
    given: dict[str, Json] = {
        "identity": {"type": "UserAssigned", "userAssignedIdentities": ["/a"]}
    }
    registry = resource("azure-native:containerregistry:Registry", "r", given)
    (made,) = exported(registry)
    assert made["identity"]["userAssignedIdentities"] == {"/a": {}}


def test_a_literal_that_looks_like_an_expression_is_escaped() -> None:
    tagged = resource("azure-native:resources:ResourceGroup", "g", {"tags": {"a": "[x]"}})
    (made,) = exported(tagged)
    assert made["tags"] == {"a": "[[x]"}


def test_what_the_table_lacks_and_another_cloud_are_refused() -> None:
    with pytest.raises(UnlistedTypeError, match=r"azure-native:un:Heard.*arm_types\.json"):
        arm_type("azure-native:un:Heard")
    with pytest.raises(NothingToExportError, match="got target aws; expected azure"):
        arm_template(plan("aws"))


@pytest.mark.parametrize("stack", [one for one in CLOUD_STACKS if one.endswith("azure")])
def test_every_planned_type_has_an_entry_and_nothing_leaks(stack: str) -> None:
    text = json.dumps(arm_template(plan_from_json(example_plans()[stack])))
    assert UNKNOWN not in text
    assert SECRET not in text


@pytest.mark.parametrize("kind", TYPES)
def test_the_table_agrees_with_the_sdk(kind: str) -> None:
    _, module, name = kind.split(":")
    source = sdk_source(module, name)
    version = re.search(r"Uses Azure REST API version (\S+?)\.\s", source)
    assert version is not None
    assert version[1] == TYPES[kind]["apiVersion"]
    for key in TYPES[kind]["names"]:
        assert key.startswith("=") or f'__props__.__dict__["{snake(key)}"]' in source


def sdk_source(module: str, name: str) -> str:
    found = getattr(importlib.import_module(f"pulumi_azure_native.{module}"), name)
    return Path(inspect.getfile(found)).read_text(encoding="utf-8")


def snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
