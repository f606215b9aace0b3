"""The cloud-native variant on Azure, planned: what is made, who may do what, what is left alone."""

import functools
from collections.abc import Mapping
from pathlib import Path

import pytest

from slipway.components.access.matrix import Action, Store, Workload, grants_of
from slipway.components.azure.role import Role
from slipway.components.azure.store_roles import role_for
from slipway.components.variants.cluster_metrics import cluster_scraping
from slipway.stacks.config.loader import load
from slipway.stacks.config.sources import RawStack
from slipway.stacks.config.stack import StackConfig
from slipway.stacks.plan.graph import SECRET, Plan, PlannedResource
from slipway.stacks.plan.many import Refused, plan_many
from tests.support.azure_plans import of_type, only, planned
from tests.support.json_path import at

ROOT = Path(__file__).parents[3]
SUBSCRIPTION = "00000000-0000-0000-0000-000000000001"
TEAM = "00000000-0000-0000-0000-00000000000a"
CI = "00000000-0000-0000-0000-00000000000c"
RELEASE = {"version": 3, "image": f"example.azurecr.io/car-loan@sha256:{'a' * 64}"}
PLACE = {
    "kind": "azure",
    "region": "westeurope",
    "subscription": SUBSCRIPTION,
    "tenant": "00000000-0000-0000-0000-000000000002",
    "cluster": {"administrators": [TEAM]},
}
THEIRS = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/theirs/providers"
SHARED = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/shared"
VNET = f"{THEIRS}/Microsoft.Network/virtualNetworks/hub"
NETWORK = {
    "adopt": {
        "vnet": VNET,
        "nodesSubnet": f"{VNET}/subnets/nodes",
        "endpointsSubnet": f"{VNET}/subnets/endpoints",
    }
}
ADOPTED = {
    **PLACE,
    "resourceGroup": "theirs",
    "network": NETWORK,
    "cluster": {
        "adopt": {
            "id": f"{THEIRS}/Microsoft.ContainerService/managedClusters/aks",
            "host": "https://aks.example.com",
            "certificateAuthority": "Q0E=",
            "oidcIssuer": "https://issuer.example.com",
            "kubelet": TEAM,
        }
    },
    "database": {
        "adopt": {
            "id": f"{THEIRS}/Microsoft.DBforPostgreSQL/flexibleServers/db",
            "host": "db.example.com",
        }
    },
    "adopt": {
        "vault": f"{THEIRS}/Microsoft.KeyVault/vaults/vault",
        "registry": f"{THEIRS}/Microsoft.ContainerRegistry/registries/acr",
        "storage": f"{SHARED}/providers/Microsoft.Storage/storageAccounts/store",
        "logs": f"{THEIRS}/Microsoft.OperationalInsights/workspaces/logs",
        "metricsWorkspace": f"{THEIRS}/Microsoft.Monitor/accounts/metrics",
    },
}
OPTIONS = {
    **PLACE,
    "grafana": {"administrators": [TEAM]},
    "alerts": {"email": "team@example.com"},
    "releasePrincipal": CI,
    "secretsGeneration": 2,
    "recoverVault": True,
}


def config(target: object = PLACE, **platform: object) -> StackConfig:
    values = {
        "platform": {
            "variant": "cloud-native",
            "target": target,
            "models": {"car-loan": {}, "churn": {}},
            "tags": {"owner": "ml-platform"},
            **platform,
        },
        "releases": {"car-loan": RELEASE},
    }
    return load(RawStack(stack="team", source="Pulumi.team.yaml", values=values))


@functools.cache
def plans() -> Mapping[str, Plan]:
    asked = {
        "dev": config(),
        "prod": config(environment="prod"),
        "options": config(OPTIONS),
        "adopted": config(ADOPTED),
        "infrastructure": config(layers="infrastructure"),
        "workloads": config(layers="workloads", infrastructureStack="acme/slipway/team-cluster"),
    }
    return planned(asked)


@pytest.fixture(autouse=True)
def in_the_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def named(plan: Plan, kind: str, name: str) -> PlannedResource:
    """The Kubernetes object of this kind and resource name."""
    [found] = [
        one
        for one in plan.resources
        if one.type.startswith("kubernetes:") and one.type.endswith(f":{kind}") and one.name == name
    ]
    return found


def services(plan: Plan) -> set[str]:
    """The services of Azure that the plan asks for anything."""
    return {
        one.type.split(":")[1] for one in plan.resources if one.type.startswith("azure-native:")
    }


def test_every_resource_of_azure_is_made_by_the_stacks_own_provider() -> None:
    providers = {
        one.provider for one in plans()["dev"].resources if one.type.startswith("azure-native:")
    }
    assert len(providers) == 1
    assert "::azure::" in str(providers.pop())


def test_whatever_takes_tags_has_the_teams() -> None:
    tagged = [one for one in plans()["options"].resources if "tags" in one.inputs]
    assert {"store-account", "vault-vault", "database-server", "metrics-workspace"} <= {
        one.name for one in tagged
    }
    for one in tagged:
        assert at(one.inputs, "tags", "owner") == "ml-platform", one.name
        assert at(one.inputs, "tags", "slipway-stack") == "team", one.name


def test_data_is_reached_inside_the_network_alone() -> None:
    plan = plans()["dev"]
    account = only(plan, "storage:StorageAccount").inputs
    vault = only(plan, "keyvault:Vault").inputs
    server = only(plan, "dbforpostgresql:Server").inputs
    assert account["publicNetworkAccess"] == "Disabled"
    assert at(vault, "properties", "publicNetworkAccess") == "Disabled"
    assert at(server, "network", "publicNetworkAccess") == "Disabled"
    groups = {
        str(at(one.inputs, "privateLinkServiceConnections", 0, "groupIds", 0))
        for one in of_type(plan, "network:PrivateEndpoint").values()
    }
    assert groups == {"blob", "dfs", "vault"}


@pytest.mark.parametrize(
    "workload", [Workload.TRACKING, Workload.MODEL_SERVICE, Workload.DRIFT_MONITOR]
)
def test_a_workload_may_do_what_the_matrix_says_and_nothing_else(workload: Workload) -> None:
    plan = plans()["dev"]
    wanted = {
        grant.store: role_for(grant.store, grant.actions)
        for grant in grants_of(workload)
        if grant.store not in {Store.DATABASE, Store.TRACKING_SECRETS}
    }
    prefix = f"{workload.value}-roles-"
    found = {
        name.removeprefix(prefix): one
        for name, one in of_type(plan, "authorization:RoleAssignment").items()
        if name.startswith(prefix)
    }
    assert found.keys() == {store.value for store in wanted}
    for store, spec in wanted.items():
        given = found[store.value].inputs
        assert str(given["scope"]).endswith(f"/containers/{store.value}")
        role = str(given["roleDefinitionId"]).rpartition("/")[2]
        if spec.built_in is not None:
            assert role == spec.built_in.value
        else:
            definition = of_type(plan, "authorization:RoleDefinition")[
                f"identities-roles-{spec.name}"
            ].inputs
            assert role == definition["roleDefinitionId"]
            assert at(definition, "permissions", 0, "dataActions") == list(spec.data_actions)


def test_a_model_service_cannot_read_what_it_wrote() -> None:
    plan = plans()["dev"]
    given = of_type(plan, "authorization:RoleAssignment")["model-service-roles-request-log"].inputs
    role = str(given["roleDefinitionId"]).rpartition("/")[2]
    [definition] = [
        one
        for one in of_type(plan, "authorization:RoleDefinition").values()
        if one.inputs["roleDefinitionId"] == role
    ]
    actions = at(definition.inputs, "permissions", 0, "dataActions")
    assert isinstance(actions, list)
    assert {str(one).rpartition("/blobs/")[2] for one in actions} == {"write", "add/action"}


def test_only_the_tracking_server_reads_its_two_secrets() -> None:
    plan = plans()["dev"]
    readers = {
        name: str(one.inputs["scope"])
        for name, one in of_type(plan, "authorization:RoleAssignment").items()
        if str(one.inputs["roleDefinitionId"]).endswith(Role.KEY_VAULT_SECRETS_USER.value)
    }
    assert readers.keys() == {"tracking-tracking-administrator", "tracking-tracking-session-key"}
    for name, scope in readers.items():
        assert scope.endswith(f"/secrets/{name.removeprefix('tracking-')}")
    for one in of_type(plan, "keyvault:Secret").values():
        assert at(one.inputs, "properties", "value") == SECRET


def test_no_password_is_in_the_cluster() -> None:
    secrets = [
        one
        for one in plans()["dev"].resources
        if one.type.startswith("kubernetes:") and one.type.endswith(":Secret")
    ]
    # The prober's settings: nothing generated goes into them.
    assert [one.name for one in secrets] == ["metrics-prober-files"]
    for one in plans()["dev"].resources:
        if one.type.startswith("kubernetes:"):
            assert not any("slipway:Password" in urn for urn in one.dependencies), one.name


def test_the_tracking_server_starts_when_all_that_it_may_do_is_granted() -> None:
    plan = plans()["dev"]
    waited = {
        urn.rpartition("::")[2]
        for name in ("tracking-identity-account", "tracking-secrets-class")
        for one in plan.resources
        if one.name == name
        for urn in one.dependencies
    }
    assert {
        "tracking-trust",
        "tracking-roles-artifacts",
        "tracking-tracking-administrator",
        "tracking-tracking-session-key",
        "vault-endpoint-names",
    } <= waited
    server = {
        urn.rpartition("::")[2] for urn in named(plan, "Deployment", "tracking-server").dependencies
    }
    assert {"database-roles-job", "database-mlflow_auth", "store-artifacts"} <= server


def test_the_tracking_servers_identity_does_not_administrate_the_database() -> None:
    administrator = only(plans()["dev"], "dbforpostgresql:AdministratorsMicrosoftEntra").inputs
    assert administrator["principalName"] == "slipway-team-database-roles"
    trust = of_type(plans()["dev"], "managedidentity:FederatedIdentityCredential")
    assert trust["database-roles-trust"].inputs["subject"] == (
        "system:serviceaccount:slipway-database:database-roles"
    )


def test_the_metrics_add_on_is_on_and_knows_what_to_scrape() -> None:
    plan = plans()["dev"]
    cluster = only(plan, "containerservice:ManagedCluster").inputs
    assert at(cluster, "azureMonitorProfile", "metrics", "enabled") is True
    configuration = named(plan, "ConfigMap", "metrics-agents").inputs
    assert at(configuration, "metadata", "name") == "ama-metrics-prometheus-config"
    assert at(configuration, "metadata", "namespace") == "kube-system"
    assert at(configuration, "data", "prometheus-config") == cluster_scraping()


def test_a_release_changes_the_bounds_that_alerts_compare_with() -> None:
    bounds = of_type(plans()["dev"], "alertsmanagement:PrometheusRuleGroup")[
        "rules-slipway-model-bounds"
    ]
    rules = bounds.inputs["rules"]
    assert isinstance(rules, list)
    assert {str(at(rule, "labels", "model")) for rule in rules} == {"car-loan"}


def test_nobody_is_told_unless_an_address_is_given() -> None:
    for name, told in (("dev", 0), ("options", 1)):
        alerts = of_type(plans()[name], "monitor:MetricAlert").values()
        assert alerts
        for one in alerts:
            actions = one.inputs["actions"]
            assert isinstance(actions, list)
            assert len(actions) == told


def test_production_stays_and_the_others_can_be_torn_down() -> None:
    kept = {one.name for one in plans()["prod"].resources if one.protect}
    assert {
        "store-account",
        "store-artifacts",
        "vault-vault",
        "database-server",
        "database-mlflow",
        "registry-registry",
    } <= kept
    locked = {
        str(one.inputs["scope"]).rpartition("/providers/")[2].partition("/")[0]
        for one in of_type(plans()["prod"], "authorization:ManagementLockByScope").values()
    }
    assert {"Microsoft.Storage", "Microsoft.KeyVault", "Microsoft.DBforPostgreSQL"} <= locked
    assert [one.name for one in plans()["dev"].resources if one.protect] == []


def test_worldwide_names_fit_and_end_in_a_hash() -> None:
    plan = plans()["dev"]
    names = [
        (str(only(plan, "storage:StorageAccount").inputs["accountName"]), 24),
        (str(only(plan, "keyvault:Vault").inputs["vaultName"]), 24),
        (str(only(plan, "dbforpostgresql:Server").inputs["serverName"]), 63),
    ]
    for name, limit in names:
        assert len(name) <= limit
        assert name[-6:].isalnum()
    zones = {
        str(one.inputs["privateZoneName"])
        for one in of_type(plan, "privatedns:PrivateZone").values()
    }
    [own] = [zone for zone in zones if zone.endswith(".postgres.database.azure.com")]
    # Azure refuses a zone whose first label is a server's name.
    assert own.partition(".")[0] != names[2][0]


def test_what_is_asked_for_is_made() -> None:
    plan = plans()["options"]
    assert of_type(plan, "dashboard:Grafana").keys() == {"grafana-workspace"}
    assert at(only(plan, "keyvault:Vault").inputs, "properties", "createMode") == "recover"
    rotations = {
        one.inputs["rotation"] for one in plan.resources if one.type.endswith("slipway:Password")
    }
    assert rotations == {"2"}
    assert of_type(plans()["dev"], "dashboard:Grafana") == {}


def test_ci_gets_what_a_release_needs_and_no_more() -> None:
    assignments = of_type(plans()["options"], "authorization:RoleAssignment")
    given = {
        name: one.inputs for name, one in assignments.items() if one.inputs["principalId"] == CI
    }
    assert given.keys() == {"release-images", "release-monitoring"}
    assert str(given["release-images"]["roleDefinitionId"]).endswith(Role.ACR_PUSH.value)
    spec = role_for(Store.MONITORING, frozenset({Action.WRITE}))
    definition = of_type(plans()["options"], "authorization:RoleDefinition")[
        f"identities-roles-{spec.name}"
    ].inputs["roleDefinitionId"]
    assert str(given["release-monitoring"]["roleDefinitionId"]).endswith(str(definition))


def test_with_everything_adopted_only_identities_roles_and_watching_are_made() -> None:
    plan = plans()["adopted"]
    assert services(plan) == {
        "alertsmanagement",
        "authorization",
        "managedidentity",
        "monitor",
    }
    assert of_type(plan, "monitor:AzureMonitorWorkspace") == {}
    assert of_type(plan, "monitor:DiagnosticSetting") == {}
    assert of_type(plan, "authorization:ManagementLockByScope") == {}
    assert [one for one in plan.resources if one.type.endswith("slipway:Password")] == []


def test_roles_on_an_adopted_account_are_defined_where_it_is() -> None:
    definitions = of_type(plans()["adopted"], "authorization:RoleDefinition").values()
    assert definitions
    for one in definitions:
        assert at(one.inputs, "assignableScopes") == [SHARED]


def test_an_adopted_server_gets_no_role_from_us() -> None:
    plan = plans()["adopted"]
    assert not [one for one in plan.resources if one.type == "slipway:azure:DatabaseRoles"]
    assert of_type(plan, "managedidentity:UserAssignedIdentity").keys() == {
        "tracking-identity",
        "model-service-identity",
        "drift-monitor-identity",
    }


def test_in_a_workspace_of_others_rules_see_this_cluster_alone() -> None:
    for one in of_type(plans()["adopted"], "alertsmanagement:PrometheusRuleGroup").values():
        scopes = one.inputs["scopes"]
        assert isinstance(scopes, list)
        assert str(scopes[1]).endswith("/managedClusters/aks")


def test_an_adopted_network_without_room_for_the_database_is_refused() -> None:
    [refused] = plan_many([config({**PLACE, "network": NETWORK})])
    assert isinstance(refused, Refused)
    assert [one.path for one in refused.faults] == ["platform.target.network.adopt.databaseSubnet"]


def identities(plan: Plan) -> set[tuple[str, str]]:
    """Type and name of everything but providers and references, which a layer has of its own."""
    own = ("pulumi:providers:", "pulumi:pulumi:StackReference")
    return {(one.type, one.name) for one in plan.resources if not one.type.startswith(own)}


def test_both_layers_together_make_what_one_stack_makes() -> None:
    whole, infrastructure, workloads = (
        identities(plans()[name]) for name in ("dev", "infrastructure", "workloads")
    )
    assert ("slipway:azure:CloudNativePlatform", "platform") in workloads
    assert ("slipway:azure:CloudNativeServices", "services") in infrastructure
    assert infrastructure.isdisjoint(workloads)
    assert infrastructure | workloads == whole


def test_the_infrastructures_layer_asks_nothing_of_the_cluster() -> None:
    kinds = {one.type.partition(":")[0] for one in plans()["infrastructure"].resources}
    assert "kubernetes" not in kinds
    assert "azure-native" in kinds
