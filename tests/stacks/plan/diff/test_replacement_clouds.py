"""What a change in a cloud replaces: data of the stores above all, where a wrong answer hurts."""

import importlib
import inspect
import json
from pathlib import Path

import pytest

from slipway.stacks.plan.diff.replacement import FOLDER, effect_of, rules
from tests.support.example_stacks import CLOUD_STACKS, example_plans

DATABASE = "aws:rds/instance:Instance"
SERVER = "azure-native:dbforpostgresql:Server"
CLOUDS = [
    kind
    for name in ("aws", "azure-native")
    for kind in json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))["types"]
]


@pytest.mark.parametrize(
    ("kind", "path", "effect"),
    [
        (DATABASE, "storageEncrypted", "replace"),
        (DATABASE, "instanceClass", "update"),
        (DATABASE, "identifier", "update"),
        (DATABASE, "somethingNew", "may-replace"),
        ("aws:eks/cluster:Cluster", "version", "update"),
        ("aws:eks/cluster:Cluster", "encryptionConfig.provider.keyArn", "may-replace"),
        ("aws:eks/nodeGroup:NodeGroup", "instanceTypes[0]", "replace"),
        ("aws:eks/nodeGroup:NodeGroup", "launchTemplate.version", "update"),
        ("aws:sagemaker/endpoint:Endpoint", "endpointConfigName", "update"),
        ("aws:sagemaker/model:Model", "primaryContainer.image", "replace"),
        ("azure-native:storage:StorageAccount", "isHnsEnabled", "replace"),
        ("azure-native:storage:StorageAccount", "minimumTlsVersion", "update"),
        (SERVER, "serverName", "replace"),
        (SERVER, "backup.backupRetentionDays", "update"),
        (SERVER, "backup.geoRedundantBackup", "may-replace"),
        ("azure-native:keyvault:Vault", "vaultName", "replace"),
        ("azure-native:containerservice:ManagedCluster", "networkProfile.podCidr", "replace"),
        ("azure-native:machinelearningservices:OnlineEndpoint", "endpointName", "replace"),
    ],
)
def test_a_change_does_what_the_source_says(kind: str, path: str, effect: str) -> None:
    assert effect_of(kind, path) == effect


@pytest.mark.parametrize("kind", CLOUDS)
def test_a_rule_is_about_a_property_that_the_sdk_has_and_says_one_thing(kind: str) -> None:
    known = rules()[kind]
    assert not set(known.replace) & set(known.update)
    source = sdk_source(kind)
    for path in (*known.replace, *known.update):
        name = path.split(".", maxsplit=1)[0]
        assert f'name="{name}"' in source or f"def {name}(self)" in source, path


def sdk_source(kind: str) -> str:
    package, module, name = kind.split(":")
    module = module.split("/", maxsplit=1)[0]
    found = importlib.import_module(f"pulumi_{package.replace('-', '_')}.{module}")
    return Path(inspect.getfile(getattr(found, name))).read_text(encoding="utf-8")


@pytest.mark.parametrize("stack", [one for one in CLOUD_STACKS if one.endswith("azure")])
def test_names_of_every_planned_azure_type_are_covered(stack: str) -> None:
    planned = {one["type"] for one in example_plans()[stack]["resources"]}
    assert {kind for kind in planned if kind.startswith("azure-native:")} <= rules().keys()
