"""The open-source variant on AKS: whole, as infrastructure alone, and as workloads alone."""

import functools
import json
from collections.abc import Iterator
from pathlib import Path

import pulumi
import pytest

from slipway.components.variants.open_source import OpenSourcePlatform
from slipway.components.variants.open_source_args import PlatformImages
from slipway.stacks.cells.open_source_azure import open_source_on_azure
from slipway.stacks.config.loader import load
from slipway.stacks.config.sources import RawStack
from slipway.stacks.config.stack import StackConfig
from slipway.stacks.config.targets.azure import AzureTarget
from slipway.stacks.images.lock import read_lock
from slipway.stacks.images.stack_registry import configured_registry
from slipway.stacks.plan.graph import Json
from tests.support.aks_cloud import AUTHORITY, HOST, answer_questions, computed
from tests.support.azure_nouns import azure, made_by_azure, only
from tests.support.json_path import at
from tests.support.pods import pods
from tests.support.recording import Recording, record

ROOT = Path(__file__).parents[3]
SUBSCRIPTION = "00000000-0000-0000-0000-000000000001"
GROUP = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/team"
VNET = f"{GROUP}/providers/Microsoft.Network/virtualNetworks/hub"
ADOPTED: dict[str, object] = {
    "resourceGroup": "team",
    "network": {
        "adopt": {
            "vnet": VNET,
            "nodesSubnet": f"{VNET}/subnets/nodes",
            "endpointsSubnet": f"{VNET}/subnets/endpoints",
        }
    },
    "cluster": {
        "adopt": {
            "id": f"{GROUP}/providers/Microsoft.ContainerService/managedClusters/team",
            "host": HOST,
            "certificateAuthority": AUTHORITY,
            "oidcIssuer": "https://issuer.example.com/",
            "kubelet": "00000000-0000-0000-0000-000000000004",
        }
    },
    "adopt": {
        "registry": f"{GROUP}/providers/Microsoft.ContainerRegistry/registries/team",
        "logs": f"{GROUP}/providers/Microsoft.OperationalInsights/workspaces/team",
    },
}
HANDED_OVER: dict[str, Json] = {
    "clusterName": "slipway-infra",
    "clusterHost": HOST,
    "clusterCertificateAuthority": AUTHORITY,
    "clusterIdentifier": "the cluster",
    "registry": "team.azurecr.io",
}


def config(environment: str = "dev", layers: str = "all", **target: object) -> StackConfig:
    platform: dict[str, object] = {
        "variant": "open-source",
        "environment": environment,
        "layers": layers,
        "target": {
            "kind": "azure",
            "region": "westeurope",
            "subscription": SUBSCRIPTION,
            "tenant": "00000000-0000-0000-0000-000000000002",
            "cluster": {"administrators": ["00000000-0000-0000-0000-000000000003"]},
            **target,
        },
        "tags": {"owner": "ml-platform"},
        "models": {"car-loan": {}},
    }
    if layers == "workloads":
        platform["infrastructureStack"] = "team/slipway/infra"
    return load(RawStack(stack="dev", source="Pulumi.dev.yaml", values={"platform": platform}))


def platform_of(given: StackConfig) -> OpenSourcePlatform | None:
    assert isinstance(given.platform.target, AzureTarget)
    return open_source_on_azure(given, given.platform.target)


def made(given: StackConfig) -> Recording:
    with pytest.MonkeyPatch.context() as patch:
        answer_questions(patch)
        patch.chdir(ROOT)
        return record(lambda: platform_of(given), computed)


@functools.cache
def standard(environment: str = "dev") -> Recording:
    """Recorded once for all questions."""
    return made(config(environment))


def values(node: Json, key: str) -> Iterator[Json]:
    """Every value of a key, however deep."""
    match node:
        case dict():
            yield from (one for name, one in node.items() if name == key)
            for one in node.values():
                yield from values(one, key)
        case list():
            for one in node:
                yield from values(one, key)


def test_every_image_is_pinned_in_the_clouds_registry() -> None:
    recording = standard()
    host = f"{only(recording, 'containerregistry:Registry').inputs['registryName']}.azurecr.io"
    pinned = read_lock(ROOT / "images.lock.json").digests()
    parts = [name.replace("_", "-") for name in PlatformImages.__dataclass_fields__]
    found = {
        str(at(one, "image"))
        for pod in pods(recording)
        for one in [*pod.containers(init=True), *pod.containers(init=False)]
    }
    # The registry's own image stays unused: the cloud's takes its place.
    assert found == {
        f"{host}/slipway/{part}@{pinned[part]}" for part in parts if part != "registry"
    }


def test_commands_know_the_registry_before_it_exists() -> None:
    made_name = only(standard(), "containerregistry:Registry").inputs["registryName"]
    assert configured_registry(config()) == f"{made_name}.azurecr.io"
    assert configured_registry(config(**ADOPTED)) == "team.azurecr.io"
    assert configured_registry(config(layers="workloads")) is None


def test_workloads_wait_for_nodes_and_for_the_right_to_pull() -> None:
    recording = standard()
    [provider] = [one for one in recording.resources if one.type == "pulumi:providers:kubernetes"]
    pulling = [
        one
        for one in azure(recording, "authorization:RoleAssignment")
        if one.inputs["roleDefinitionId"]
        == (
            f"/subscriptions/{SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions"
            "/7f951dda-4ed3-4680-a7ca-43fe172d538d"
        )
    ]
    nodes = only(recording, "containerservice:AgentPool")
    assert {nodes.urn, *(one.urn for one in pulling)} <= set(provider.dependencies)
    assert len(pulling) == 1
    [check] = [one for one in recording.resources if one.type.endswith(":ImagesPresent")]
    assert only(recording, "containerregistry:Registry").urn in check.dependencies


def test_nothing_in_the_cluster_is_reached_from_outside() -> None:
    services = [one.inputs for one in standard().kind("Service")]
    assert services
    assert {at(one, "spec", "type") for one in services if "type" in at(one, "spec")} <= {  # type: ignore[operator] # a mapping
        "ClusterIP"
    }


def test_disks_are_of_the_class_that_survives_a_zone() -> None:
    claims = standard().kind("PersistentVolumeClaim")
    assert claims
    assert {at(one.inputs, "spec", "storageClassName") for one in claims} == {"managed-csi-premium"}


def test_the_operators_login_is_in_no_kubeconfig() -> None:
    [provider] = [one for one in standard().resources if one.type == "pulumi:providers:kubernetes"]
    kubeconfig = json.loads(str(provider.inputs["kubeconfig"]))
    [user] = kubeconfig["users"]
    assert set(user["user"]) == {"exec"}
    assert str(provider.inputs["clusterIdentifier"]).endswith(
        "managedClusters/slipway-dev@westeurope"
    )
    # A private API server is out of reach from elsewhere: forgetting what runs there is no answer.
    assert "deleteUnreachable" not in provider.inputs


def test_everything_that_can_carry_tags_does() -> None:
    recording = standard()
    untagged = {
        one.type.rpartition(":")[2]
        for one in recording.resources
        if one.type.startswith("azure-native:") and "tags" not in one.inputs
    }
    # None of these has tags on Azure.
    assert untagged == {
        "Subnet",
        "RoleAssignment",
        "MaintenanceConfiguration",
        "DiagnosticSetting",
        "DataCollectionRuleAssociation",
    }
    tags = [tags for one in recording.resources for tags in values(one.inputs, "tags")]
    assert {json.dumps(one, sort_keys=True) for one in tags} == {
        json.dumps({"owner": "ml-platform", "slipway-environment": "dev", "slipway-stack": "dev"})
    }


@pytest.mark.parametrize(
    ("environment", "sku", "tier", "endpoints", "locks"),
    [("dev", "Standard", "Free", 0, 0), ("prod", "Premium", "Standard", 1, 1)],
)
def test_production_pays_for_what_development_does_without(
    environment: str, sku: str, tier: str, endpoints: int, locks: int
) -> None:
    recording = standard(environment)
    assert at(only(recording, "containerregistry:Registry").inputs, "sku", "name") == sku
    cluster = only(recording, "containerservice:ManagedCluster")
    assert at(cluster.inputs, "sku", "tier") == tier
    assert cluster.protect is (environment == "prod")
    assert len(azure(recording, "network:PrivateEndpoint")) == endpoints
    assert len(azure(recording, "authorization:ManagementLockByScope")) == locks


def test_what_is_adopted_is_used_and_left_alone() -> None:
    recording = made(config(**ADOPTED))
    # The one thing that is made on Azure: the nodes' right to pull from the registry.
    assert made_by_azure(recording) == ["nodes-images"]
    [role] = azure(recording, "authorization:RoleAssignment")
    assert role.inputs["principalId"] == "00000000-0000-0000-0000-000000000004"
    assert str(role.inputs["scope"]).endswith("registries/team")


def test_infrastructure_alone_hands_over_what_workloads_need(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    exported: dict[str, dict[str, object]] = {}
    monkeypatch.setattr("pulumi.export", exported.__setitem__)
    recording = made(config(layers="infrastructure"))
    assert [one for one in recording.resources if one.type.startswith("kubernetes:")] == []
    assert set(exported["infrastructure"]) == set(HANDED_OVER)


def test_workloads_alone_make_nothing_on_azure(monkeypatch: pytest.MonkeyPatch) -> None:
    class Handed:
        def __init__(self, _name: str, _stack: str) -> None:
            pass

        def require_output(self, name: str) -> object:
            assert name == "infrastructure"
            return pulumi.Output.from_input(HANDED_OVER)

    monkeypatch.setattr("pulumi.StackReference", Handed)
    recording = made(config(layers="workloads"))
    assert made_by_azure(recording) == []
    [provider] = [one for one in recording.resources if one.type == "pulumi:providers:kubernetes"]
    assert provider.inputs["clusterIdentifier"] == HANDED_OVER["clusterIdentifier"]
    images = {str(image) for one in recording.resources for image in values(one.inputs, "image")}
    assert images
    assert all(one.startswith("team.azurecr.io/slipway/") for one in images)
