"""AKS: Entra alone opens it, its nodes look after themselves; or a cluster that exists."""

import dataclasses
import functools
from collections.abc import Callable

import pytest

from slipway.components.azure.cluster import Cluster
from slipway.components.azure.cluster_args import ClusterArgs, ExistingCluster
from slipway.components.azure.cluster_settings import ApiAccess
from slipway.components.azure.node_pool import NodePool
from slipway.stacks.plan.graph import PlannedResource
from slipway.stacks.plan.record import record as plan
from tests.support.aks_cloud import AUTHORITY, HOST, ISSUER, answer_questions, computed
from tests.support.azure_nouns import GROUP, LOGS, PLACE, azure, made_by_azure, only
from tests.support.ignored_changes import ignored_changes
from tests.support.json_path import at
from tests.support.recording import Recording, record, resolve

NODES = f"{GROUP}/providers/Microsoft.Network/virtualNetworks/net/subnets/nodes"
SERVER = f"{GROUP}/providers/Microsoft.Network/virtualNetworks/net/subnets/api-server"
ADMINISTRATORS = "00000000-0000-0000-0000-000000000003"
ARGS = ClusterArgs(
    place=PLACE,
    name="slipway-dev",
    scope="subscription/dev",
    version="1.35",
    tier="Standard",
    nodes_subnet=NODES,
    api_server_subnet=SERVER,
    outbound="userAssignedNATGateway",
    api=ApiAccess(private=True),
    administrators=[ADMINISTRATORS],
    zones=["1", "2", "3"],
    system=NodePool(size="Standard_D2s_v5", min=2, max=4, disk_gb=64),
    models=NodePool(size="Standard_D4s_v5", min=0, max=6, disk_gb=128),
    logs=LOGS,
    production=True,
)
ID = f"{GROUP}/providers/Microsoft.ContainerService/managedClusters/slipway-dev"


def deployed(program: Callable[[], object]) -> Recording:
    with pytest.MonkeyPatch.context() as patch:
        answer_questions(patch)
        return record(program, computed)


def made(args: ClusterArgs) -> Recording:
    return deployed(lambda: Cluster("cluster", args))


@functools.cache
def standard() -> Recording:
    """Recorded once: a cluster's many types take a second to go through."""
    return made(ARGS)


def cluster(recording: Recording) -> PlannedResource:
    return only(recording, "containerservice:ManagedCluster")


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["disableLocalAccounts"], True),
        (["enableRBAC"], True),
        (["aadProfile", "managed"], True),
        (["aadProfile", "enableAzureRBAC"], True),
        (["aadProfile", "adminGroupObjectIDs"], [ADMINISTRATORS]),
        (["apiServerAccessProfile", "enablePrivateCluster"], True),
        (["apiServerAccessProfile", "enablePrivateClusterPublicFQDN"], False),
        (["apiServerAccessProfile", "enableVnetIntegration"], True),
        (["apiServerAccessProfile", "subnetId"], SERVER),
        (["apiServerAccessProfile", "disableRunCommand"], True),
        (["networkProfile", "networkPlugin"], "azure"),
        (["networkProfile", "networkPluginMode"], "overlay"),
        (["networkProfile", "networkPolicy"], "cilium"),
        (["networkProfile", "networkDataplane"], "cilium"),
        (["networkProfile", "outboundType"], "userAssignedNATGateway"),
        (["oidcIssuerProfile", "enabled"], True),
        (["securityProfile", "workloadIdentity", "enabled"], True),
        (["securityProfile", "imageCleaner", "enabled"], True),
        (["workloadAutoScalerProfile", "keda", "enabled"], True),
        (["addonProfiles", "azureKeyvaultSecretsProvider", "enabled"], True),
        (
            ["addonProfiles", "azureKeyvaultSecretsProvider", "config", "enableSecretRotation"],
            "true",
        ),
        (["addonProfiles", "omsagent", "config", "useAADAuth"], "true"),
        (["autoUpgradeProfile", "upgradeChannel"], "patch"),
        (["autoUpgradeProfile", "nodeOSUpgradeChannel"], "NodeImage"),
        (["nodeResourceGroupProfile", "restrictionLevel"], "ReadOnly"),
        (["kubernetesVersion"], "1.35"),
        (["sku", "tier"], "Standard"),
        (["azureMonitorProfile", "metrics", "enabled"], False),
        (["tags"], {"owner": "ml-platform"}),
    ],
)
def test_a_secure_default(path: list[str], value: object) -> None:
    assert at(cluster(standard()).inputs, *path) == value


def test_a_listed_api_server_lets_in_the_listed_blocks_alone() -> None:
    listed = ApiAccess(private=False, open_to=["203.0.113.0/28"])
    profile = at(
        cluster(made(dataclasses.replace(ARGS, api=listed))).inputs, "apiServerAccessProfile"
    )
    assert at(profile, "enablePrivateCluster") is False
    assert at(profile, "authorizedIPRanges") == ["203.0.113.0/28"]
    # Nodes stay on the private address: the subnet is used all the same.
    assert at(profile, "subnetId") == SERVER


def test_without_a_subnet_of_its_own_a_private_api_server_has_a_private_link() -> None:
    profile = at(
        cluster(made(dataclasses.replace(ARGS, api_server_subnet=None))).inputs,
        "apiServerAccessProfile",
    )
    assert at(profile, "enableVnetIntegration") is False
    assert at(profile, "enablePrivateCluster") is True
    assert "subnetId" not in profile  # type: ignore[operator] # a mapping


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["mode"], "System"),
        (["minCount"], 2),
        (["maxCount"], 4),
        (["enableAutoScaling"], True),
        (["availabilityZones"], ["1", "2", "3"]),
        (["enableEncryptionAtHost"], True),
        (["enableNodePublicIP"], False),
        (["vnetSubnetID"], NODES),
        (["orchestratorVersion"], "1.35"),
        (["maxPods"], 110),
    ],
)
def test_the_cluster_is_made_with_the_system_pool(path: list[str], value: object) -> None:
    pools = cluster(standard()).inputs["agentPoolProfiles"]
    assert isinstance(pools, list)
    [system] = pools
    assert at(system, *path) == value


def test_the_models_have_a_pool_of_their_own_that_may_shrink_to_nothing() -> None:
    pool = only(standard(), "containerservice:AgentPool").inputs
    kept = ("mode", "vmSize", "minCount", "maxCount", "osDiskSizeGB", "scaleSetPriority")
    assert [pool[one] for one in kept] == ["User", "Standard_D4s_v5", 0, 6, 128, "Regular"]
    assert pool["enableAutoScaling"] is True
    assert pool["enableEncryptionAtHost"] is True
    assert pool["enableNodePublicIP"] is False
    assert pool["resourceName"] == "slipway-dev"


def test_a_spot_pool_is_given_back_by_deletion_at_any_price() -> None:
    spot = dataclasses.replace(ARGS.models, spot=True)
    pool = only(made(dataclasses.replace(ARGS, models=spot)), "containerservice:AgentPool").inputs
    assert (pool["scaleSetPriority"], pool["scaleSetEvictionPolicy"]) == ("Spot", "Delete")
    assert pool["spotMaxPrice"] == -1
    assert "upgradeSettings" not in pool


@pytest.mark.parametrize("change", [{"min": 0}, {"spot": True}])
def test_a_cluster_without_lasting_system_nodes_is_refused(change: dict[str, int]) -> None:
    system = dataclasses.replace(ARGS.system, **change)  # type: ignore[arg-type] # one of both
    with pytest.raises(ValueError, match=r"cluster\.pools\.system: got"):
        made(dataclasses.replace(ARGS, system=system))


def test_the_number_of_nodes_is_the_autoscalers() -> None:
    found = ignored_changes(lambda: Cluster("cluster", ARGS), deployed)
    assert found == {
        ("azure-native:containerservice:ManagedCluster", "cluster-cluster"): [
            "agentPoolProfiles[0].count"
        ],
        ("azure-native:containerservice:AgentPool", "cluster-models"): ["count"],
    }


def test_identities_have_their_roles_before_the_cluster_is_made() -> None:
    recording = standard()
    needed = cluster_needs(recording)
    assert len(needed) == 3
    found = {
        str(one.inputs["scope"]).rpartition("/")[2]: str(one.inputs["roleDefinitionId"])[-36:]
        for one in needed
    }
    assert found == {
        "nodes": "4d97b98b-1d4f-4787-a291-c67834d212e7",
        "api-server": "4d97b98b-1d4f-4787-a291-c67834d212e7",
        "slipway-dev-nodes": "f1a07417-d97a-45cb-824c-7a7467783830",
    }
    made_after = only(recording, "containerservice:ManagedCluster").dependencies
    assert {one.urn for one in needed} <= set(made_after)


def cluster_needs(recording: Recording) -> list[PlannedResource]:
    return azure(recording, "authorization:RoleAssignment")


def test_control_plane_and_nodes_are_two_identities() -> None:
    inputs = cluster(standard()).inputs
    identities = f"{GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities"
    assert at(inputs, "identity") == {
        "type": "UserAssigned",
        "userAssignedIdentities": [f"{identities}/slipway-dev-control-plane"],
    }
    assert at(inputs, "identityProfile", "kubeletidentity") == {
        "resourceId": f"{identities}/slipway-dev-nodes",
        "clientId": "client-id",
        "objectId": "principal-id",
    }


def test_updates_wait_for_sunday() -> None:
    windows = azure(standard(), "containerservice:MaintenanceConfiguration")
    assert {one.inputs["configName"] for one in windows} == {
        "aksManagedAutoUpgradeSchedule",
        "aksManagedNodeOSUpgradeSchedule",
    }
    for one in windows:
        schedule = at(one.inputs, "maintenanceWindow", "schedule", "weekly")
        assert schedule == {"dayOfWeek": "Sunday", "intervalWeeks": 1}


def test_logs_of_the_control_plane_and_of_pods_are_kept() -> None:
    recording = standard()
    setting = only(recording, "monitor:DiagnosticSetting").inputs
    assert (setting["resourceUri"], setting["workspaceId"]) == (ID, LOGS)
    logs = setting["logs"]
    assert isinstance(logs, list)
    assert {"kube-audit-admin", "guard"} <= {at(one, "category") for one in logs}
    rule = only(recording, "monitor:DataCollectionRule").inputs
    assert at(rule, "destinations", "logAnalytics", 0, "workspaceResourceId") == LOGS
    assert "Microsoft-ContainerLogV2" in at(rule, "dataFlows", 0, "streams")  # type: ignore[operator] # a list
    association = only(recording, "monitor:DataCollectionRuleAssociation").inputs
    assert association["resourceUri"] == ID
    assert association["dataCollectionRuleId"] == "cluster-insights-rule-id"


@pytest.mark.parametrize("production", [False, True])
def test_only_production_is_kept_from_deletion(*, production: bool) -> None:
    assert cluster(made(dataclasses.replace(ARGS, production=production))).protect is production


def test_facts_of_a_new_cluster_come_from_azure() -> None:
    seen: list[list[object]] = []

    def program() -> None:
        found = Cluster("cluster", ARGS)
        assert found.kubelet is not None
        seen.extend(
            resolve(one)
            for one in (
                found.id,
                found.host,
                found.certificate_authority,
                found.oidc_issuer,
                found.kubelet,
                found.identifier,
            )
        )

    deployed(program)
    assert seen == [[ID], [HOST], [AUTHORITY], [ISSUER], ["principal-id"], [f"{ID}@westeurope"]]


def test_a_plan_knows_which_cluster_it_is_and_asks_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = answer_questions(monkeypatch)
    seen: dict[str, list[object]] = {}

    def program() -> None:
        found = Cluster("cluster", ARGS)
        seen.update(
            id=resolve(found.id),
            identifier=resolve(found.identifier),
            host=resolve(found.host),
            issuer=resolve(found.oidc_issuer),
        )

    plan(program, project="slipway", stack="dev")
    assert seen == {"id": [ID], "identifier": [f"{ID}@westeurope"], "host": [], "issuer": []}
    assert asked == []


@pytest.mark.parametrize("kubelet", [None, "kubelet-object-id"])
def test_an_adopted_cluster_is_used_and_nothing_is_made(kubelet: str | None) -> None:
    existing = ExistingCluster(
        id=ID, host=HOST, certificate_authority=AUTHORITY, oidc_issuer=ISSUER, kubelet=kubelet
    )
    seen: list[list[object]] = []

    def program() -> None:
        found = Cluster("cluster", dataclasses.replace(ARGS, adopt=existing))
        assert (found.kubelet is None) is (kubelet is None)
        assert (found.name, found.nodes) == ("slipway-dev", ())
        outputs = (found.id, found.host, found.certificate_authority, found.oidc_issuer)
        seen.extend(resolve(one) for one in outputs)

    assert made_by_azure(deployed(program)) == []
    assert seen == [[ID], [HOST], [AUTHORITY], [ISSUER]]
