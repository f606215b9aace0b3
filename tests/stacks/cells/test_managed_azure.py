"""The managed platform on Azure, planned: what is made, who may do what, what a release changes."""

import functools
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from slipway.components.access.matrix import Store, Workload, grants_of
from slipway.components.azure.role import Role
from slipway.components.azure.store_roles import role_for
from slipway.stacks.cells.managed_azure_checks import require_possible
from slipway.stacks.config.faults import ConfigError
from slipway.stacks.config.loader import load
from slipway.stacks.config.sources import RawStack
from slipway.stacks.config.stack import StackConfig
from slipway.stacks.config.targets.azure import AzureTarget
from slipway.stacks.plan.graph import Plan
from tests.support.azure_plans import of_type, only, planned
from tests.support.json_path import at

ROOT = Path(__file__).parents[3]
SUBSCRIPTION = "00000000-0000-0000-0000-000000000001"
CI = "00000000-0000-0000-0000-00000000000c"
CALLER = "00000000-0000-0000-0000-00000000000d"
RELEASE = {"version": 3, "image": f"example.azurecr.io/car-loan@sha256:{'a' * 64}"}
NEXT = {"version": 4, "image": f"example.azurecr.io/car-loan@sha256:{'b' * 64}"}
PLACE: dict[str, object] = {
    "kind": "azure",
    "region": "westeurope",
    "subscription": SUBSCRIPTION,
    "tenant": "00000000-0000-0000-0000-000000000002",
}
THEIRS = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/theirs/providers"
WORKSPACE = f"{THEIRS}/Microsoft.MachineLearningServices/workspaces/theirs"
ADOPTED = {
    **PLACE,
    "adopt": {
        "workspace": WORKSPACE,
        "storage": f"{THEIRS}/Microsoft.Storage/storageAccounts/store",
        "registry": f"{THEIRS}/Microsoft.ContainerRegistry/registries/acr",
        "logs": f"{THEIRS}/Microsoft.OperationalInsights/workspaces/logs",
    },
}
OPTIONS = {
    **PLACE,
    "alerts": {"email": "team@example.com"},
    "releasePrincipal": CI,
    "machineLearning": {
        "registry": True,
        "callers": [CALLER],
        "trials": {"car-loan": {**NEXT, "percent": 10}},
        "endpointInstances": {"car-loan": "Standard_F4s_v2"},
        "capturePercent": 50,
        "computeMaxNodes": 2,
    },
}
ML = "machinelearningservices"


def config(
    target: object = PLACE, releases: Mapping[str, object] | None = None, **platform: object
) -> StackConfig:
    values = {
        "platform": {
            "variant": "managed-platform",
            "target": target,
            "models": {"car-loan": {}, "churn": {}},
            "tags": {"owner": "ml-platform"},
            **platform,
        },
        "releases": {"car-loan": RELEASE} if releases is None else releases,
    }
    return load(RawStack(stack="team", source="Pulumi.team.yaml", values=values))


@functools.cache
def plans() -> Mapping[str, Plan]:
    asked = {
        "dev": config(),
        "prod": config(environment="prod"),
        "open": config({**PLACE, "machineLearning": {"privateEndpoints": False}}),
        "options": config(OPTIONS),
        "adopted": config(ADOPTED),
        "unreleased": config(releases={}),
        "next": config(releases={"car-loan": NEXT}),
    }
    return planned(asked)


@pytest.fixture(autouse=True)
def in_the_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def groups(plan: Plan) -> set[str]:
    """What private endpoints lead to."""
    return {
        str(at(one.inputs, "privateLinkServiceConnections", 0, "groupIds", 0))
        for one in of_type(plan, "network:PrivateEndpoint").values()
    }


def assigned(plan: Plan) -> dict[str, tuple[str, str]]:
    """Role and scope by the assignment's name."""
    return {
        name: (str(one.inputs["roleDefinitionId"]).rpartition("/")[2], str(one.inputs["scope"]))
        for name, one in of_type(plan, "authorization:RoleAssignment").items()
    }


def test_every_resource_of_azure_is_made_by_the_stacks_own_provider() -> None:
    providers = {
        one.provider for one in plans()["options"].resources if one.type.startswith("azure-native:")
    }
    assert len(providers) == 1
    assert "::azure::" in str(providers.pop())


def test_there_is_no_cluster_and_no_way_out_to_pay_for() -> None:
    types = {one.type for one in plans()["dev"].resources}
    assert not any("containerservice" in one or one.startswith("kubernetes:") for one in types)
    assert "azure-native:network:NatGateway" not in types


def test_everything_is_reached_by_private_addresses_alone() -> None:
    plan = plans()["dev"]
    assert groups(plan) == {"registry", "blob", "dfs", "file", "vault", "amlworkspace"}
    assert only(plan, f"{ML}:Workspace").inputs["publicNetworkAccess"] == "Disabled"
    assert only(plan, "storage:StorageAccount").inputs["publicNetworkAccess"] == "Disabled"
    assert only(plan, "containerregistry:Registry").inputs["publicNetworkAccess"] == "Disabled"
    vault = only(plan, "keyvault:Vault").inputs
    assert at(vault, "properties", "publicNetworkAccess") == "Disabled"
    endpoint = only(plan, f"{ML}:OnlineEndpoint").inputs
    assert at(endpoint, "properties", "publicNetworkAccess") == "Disabled"


def test_one_switch_opens_all_to_whoever_has_a_login_and_a_role() -> None:
    plan = plans()["open"]
    assert groups(plan) == set()
    assert of_type(plan, "privatedns:PrivateZone") == {}
    assert only(plan, f"{ML}:Workspace").inputs["publicNetworkAccess"] == "Enabled"
    assert only(plan, "storage:StorageAccount").inputs["allowSharedKeyAccess"] is False
    endpoint = only(plan, f"{ML}:OnlineEndpoint").inputs
    assert at(endpoint, "properties", "publicNetworkAccess") == "Enabled"
    assert at(endpoint, "properties", "authMode") == "AADToken"


def test_a_model_without_a_release_is_prepared_and_not_served() -> None:
    plan = plans()["unreleased"]
    assert of_type(plan, f"{ML}:OnlineEndpoint") == {}
    assert of_type(plan, f"{ML}:OnlineDeployment") == {}
    assert of_type(plan, "monitor:AutoscaleSetting") == {}
    assert {"car-loan-environment-container", "churn-environment-container"} <= of_type(
        plan, f"{ML}:EnvironmentContainer"
    ).keys()
    enabled = {
        one.name: at(one.inputs, "properties", "isEnabled")
        for one in of_type(plan, f"{ML}:Schedule").values()
    }
    assert enabled == {"car-loan-drift-schedule": False, "churn-drift-schedule": False}


def test_a_release_changes_what_is_served_and_what_is_judged() -> None:
    before, after = plans()["dev"], plans()["next"]
    assert len(of_type(after, f"{ML}:OnlineDeployment")) == 1
    assert not of_type(before, f"{ML}:OnlineDeployment").keys() & (
        of_type(after, f"{ML}:OnlineDeployment").keys()
    )
    endpoint = f"{ML}:OnlineEndpoint"
    assert only(before, endpoint).inputs == only(after, endpoint).inputs
    step = only(after, "resources:Deployment").inputs
    traffic = at(step, "properties", "template", "resources", 0, "properties", "traffic")
    assert traffic == {"v4-bbbbbbbb-ds3v2": 100}
    job = at(
        of_type(after, f"{ML}:Schedule")["car-loan-drift-schedule"].inputs,
        *("properties", "action", "jobDefinition", "environmentVariables"),
    )
    assert at(job, "SLIPWAY_MODEL_VERSION") == "4"
    assert str(at(job, "SLIPWAY_LOG_URL")).endswith("/car-loan/v4")


def test_a_trial_is_scaled_watched_and_asked_beside_the_released_version() -> None:
    plan = plans()["options"]
    names = {
        str(one.inputs["deploymentName"])
        for one in of_type(plan, f"{ML}:OnlineDeployment").values()
    }
    assert names == {"v3-aaaaaaaa-f4sv2", "v4-bbbbbbbb-f4sv2"}
    assert len(of_type(plan, "monitor:AutoscaleSetting")) == 2
    step = only(plan, "resources:Deployment").inputs
    traffic = at(step, "properties", "template", "resources", 0, "properties", "traffic")
    assert traffic == {"v3-aaaaaaaa-f4sv2": 90, "v4-bbbbbbbb-f4sv2": 10}


def test_a_release_in_production_starts_with_all_the_instances_it_may_have() -> None:
    for name, instances in (("dev", 2), ("prod", 4)):
        deployment = only(plans()[name], f"{ML}:OnlineDeployment").inputs
        assert at(deployment, "sku", "capacity") == instances, name


@pytest.mark.parametrize(
    ("identity", "workload"),
    [("endpoints", Workload.MODEL_SERVICE), ("jobs", Workload.DRIFT_MONITOR)],
)
def test_a_workload_may_do_what_the_matrix_says_and_nothing_else(
    identity: str, workload: Workload
) -> None:
    plan = plans()["dev"]
    roles = {name: one for name, one in assigned(plan).items() if name.startswith(f"{identity}-")}
    stores = {
        f"{identity}-{workload.value}-{grant.store.value}": role_for(grant.store, grant.actions)
        for grant in grants_of(workload)
    }
    reports = {"jobs-metrics-metrics"} if identity == "jobs" else set()
    assert roles.keys() == {*stores, f"{identity}-node-images", *reports}
    assert roles[f"{identity}-node-images"][0] == Role.ACR_PULL.value
    for name, spec in stores.items():
        role, scope = roles[name]
        assert scope.endswith(f"/containers/{name.removeprefix(f'{identity}-{workload.value}-')}")
        if spec.built_in is None:
            definition = of_type(plan, "authorization:RoleDefinition")[
                f"identities-roles-{spec.name}"
            ].inputs
            assert role == definition["roleDefinitionId"]
            assert at(definition, "permissions", 0, "dataActions") == list(spec.data_actions)
        else:
            assert role == spec.built_in.value


def test_ci_releases_and_does_nothing_else() -> None:
    plan = plans()["options"]
    release = {name: one for name, one in assigned(plan).items() if name.startswith("release-")}
    assert release.keys() == {
        "release-images",
        "release-monitoring",
        "release-workspace",
        "release-artifacts",
    }
    assert release["release-images"][0] == Role.ACR_PUSH.value
    assert release["release-workspace"][0] == Role.ML_DATA_SCIENTIST.value
    assert release["release-artifacts"][1].endswith("/containers/azureml")
    assert not any(name.startswith("release-") for name in assigned(plans()["dev"]))


def test_only_listed_applications_may_ask() -> None:
    plan = plans()["options"]
    caller = of_type(plan, "authorization:RoleAssignment")[f"callers-{CALLER}"].inputs
    assert caller["principalId"] == CALLER
    assert not any(name.startswith("callers-") for name in assigned(plans()["dev"]))


def test_no_right_is_on_the_whole_group_or_subscription() -> None:
    for name, (_, scope) in assigned(plans()["options"]).items():
        assert re.search(r"/providers/[^/]+/[^/]+/[^/]+", scope), name


def test_drift_alerts_see_what_jobs_report() -> None:
    plan = plans()["dev"]
    told = at(
        of_type(plan, f"{ML}:Schedule")["car-loan-drift-schedule"].inputs,
        *("properties", "action", "jobDefinition", "environmentVariables"),
    )
    assert "APPLICATIONINSIGHTS_CONNECTION_STRING" in str(told)
    insights = only(plan, "applicationinsights:Component").inputs
    alert = of_type(plan, "monitor:ScheduledQueryRule")["car-loan-verdicts-quality-loss"].inputs
    assert at(alert, "scopes", 0) == insights["workspaceResourceId"]
    assert assigned(plan)["jobs-metrics-metrics"] == (
        Role.MONITORING_METRICS_PUBLISHER.value,
        str(only(plan, f"{ML}:Workspace").inputs["applicationInsights"]),
    )


def test_the_team_is_told_where_it_gave_an_address() -> None:
    plan = plans()["options"]
    assert len(of_type(plan, "monitor:ActionGroup")) == 1
    for alert in of_type(plan, "monitor:MetricAlert").values():
        assert at(alert.inputs, "actions", 0, "actionGroupId") is not None
    assert of_type(plans()["dev"], "monitor:ActionGroup") == {}


def test_promotion_has_a_registry_when_it_is_asked_for() -> None:
    registry = only(plans()["options"], f"{ML}:Registry").inputs
    assert registry["publicNetworkAccess"] == "Disabled"
    assert "amlregistry" in groups(plans()["options"])
    assert of_type(plans()["dev"], f"{ML}:Registry") == {}


def test_what_is_adopted_is_used_and_not_made() -> None:
    plan = plans()["adopted"]
    for kind in (
        *(f"{ML}:Workspace", "storage:StorageAccount", "keyvault:Vault"),
        *("containerregistry:Registry", "applicationinsights:Component"),
        *("operationalinsights:Workspace", "network:PrivateEndpoint"),
    ):
        assert of_type(plan, kind) == {}, kind
    endpoint = only(plan, f"{ML}:OnlineEndpoint").inputs
    assert (endpoint["workspaceName"], endpoint["resourceGroupName"]) == ("theirs", "theirs")
    datastore = at(only(plan, f"{ML}:Datastore").inputs, "properties")
    assert (at(datastore, "accountName"), at(datastore, "resourceGroup")) == ("store", "theirs")


def test_whatever_takes_tags_has_the_teams() -> None:
    tagged = [one for one in plans()["options"].resources if "tags" in one.inputs]
    assert {"workspace-workspace", "car-loan-endpoint", "compute-cluster"} <= {
        one.name for one in tagged
    }
    for one in tagged:
        assert at(one.inputs, "tags", "owner") == "ml-platform", one.name
        assert at(one.inputs, "tags", "slipway-stack") == "team", one.name


def test_production_stays_and_the_others_can_be_torn_down() -> None:
    kept = {one.name for one in plans()["prod"].resources if one.protect}
    assert {"store-account", "vault-vault", "registry-registry", "workspace-workspace"} <= kept
    locked = {
        str(one.inputs["scope"]).rpartition("/providers/")[2].partition("/")[0]
        for one in of_type(plans()["prod"], "authorization:ManagementLockByScope").values()
    }
    assert {"Microsoft.Storage", "Microsoft.KeyVault", "Microsoft.MachineLearningServices"} <= (
        locked
    )
    assert [one.name for one in plans()["dev"].resources if one.protect] == []


def test_names_that_are_unique_beyond_the_group_fit() -> None:
    plan = plans()["options"]
    names = {
        str(only(plan, f"{ML}:Workspace").inputs["workspaceName"]): 33,
        str(only(plan, f"{ML}:Registry").inputs["registryName"]): 33,
        str(only(plan, f"{ML}:OnlineEndpoint").inputs["endpointName"]): 32,
        str(only(plan, "storage:StorageAccount").inputs["accountName"]): 24,
        str(only(plan, "keyvault:Vault").inputs["vaultName"]): 24,
    }
    for name, limit in names.items():
        assert len(name) <= limit
        assert name[0].isalpha()


@pytest.mark.parametrize(
    ("target", "path", "rule"),
    [
        (
            {"adopt": {"workspace": WORKSPACE.replace(SUBSCRIPTION, CI)}},
            "adopt.workspace",
            "a workspace of the target's subscription",
        ),
        (
            {
                "adopt": {
                    "workspace": WORKSPACE,
                    "vault": f"{THEIRS}/Microsoft.KeyVault/vaults/vault",
                }
            },
            "adopt.vault",
            "nothing beside an adopted workspace",
        ),
        (
            {"machineLearning": {"endpointInstance": "Standard_D4ps_v5"}},
            "machineLearning.endpointInstance",
            "an x86 machine type",
        ),
        (
            {"machineLearning": {"endpointInstances": {"none": "Standard_DS3_v2"}}},
            "machineLearning.endpointInstances.none",
            "a model of the platform: car-loan, churn",
        ),
        (
            {"machineLearning": {"trials": {"churn": {**NEXT, "percent": 5}}}},
            "machineLearning.trials.churn",
            "a trial beside a released version",
        ),
        (
            {"machineLearning": {"trials": {"car-loan": {**RELEASE, "percent": 5}}}},
            "machineLearning.trials.car-loan.image",
            "another image than the released one",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_azure_ml_cannot_give_is_refused(
    target: Mapping[str, object], path: str, rule: str
) -> None:
    given = config({**PLACE, **target})
    assert isinstance(given.platform.target, AzureTarget)
    with pytest.raises(ConfigError) as refused:
        require_possible(given, given.platform.target)
    assert f"platform.target.{path}" in str(refused.value)
    assert rule in str(refused.value)


def test_layers_are_refused_where_there_is_no_cluster() -> None:
    given = config(layers="infrastructure")
    assert isinstance(given.platform.target, AzureTarget)
    with pytest.raises(ConfigError, match=r"platform\.layers"):
        require_possible(given, given.platform.target)


def test_the_machine_types_of_the_portal_are_taken() -> None:
    given = config({**PLACE, "machineLearning": {"computeSize": "STANDARD_DS3_V2"}})
    assert isinstance(given.platform.target, AzureTarget)
    require_possible(given, given.platform.target)


def test_stores_are_prepared_for_every_model() -> None:
    containers = {
        str(one.inputs["containerName"])
        for one in of_type(plans()["unreleased"], "storage:BlobContainer").values()
    }
    assert containers == {
        store.value for store in (Store.REQUEST_LOG, Store.LABELS, Store.MONITORING)
    }
