"""What each Azure resource is billed for: one test a rule."""

import pytest

from slipway.stacks.cost.packing.pools import AGENT_POOL, MANAGED_CLUSTER
from slipway.stacks.cost.rules.azure_disk import disk_sku
from slipway.stacks.cost.rules.outcome import Demand, Outcome
from slipway.stacks.cost.rules.registry import outcomes
from slipway.stacks.plan.graph import PlannedResource
from tests.stacks.cost.support.plans import AZURE, agent_pool, config, context, resource, told
from tests.stacks.cost.support.plans import priced as priced_on

PLAIN = config(AZURE)
TRAFFIC = config(AZURE, traffic={"low": 5, "expected": 40, "high": 200})


def priced(one: PlannedResource, *others: PlannedResource) -> tuple[Outcome, ...]:
    return priced_on(one, *others, stack=PLAIN)


def test_a_cluster_is_billed_for_its_tier_and_the_pools_in_it() -> None:
    inputs = {"sku": {"tier": "Standard"}, "agentPoolProfiles": [agent_pool("system", low=2)]}
    assert told(priced(resource(MANAGED_CLUSTER, "aks", inputs))) == [
        ("aks", "standard tier (uptime SLA)", "730.00 hour"),
        ("vm", "Standard_D2s_v5", "1460.00 hour"),
        ("disk", "P10 premium LRS", "2.00 month"),
    ]


def test_a_pool_beside_it_is_billed_for_itself_alone() -> None:
    inputs = agent_pool("models", low=1)
    cluster = resource(MANAGED_CLUSTER, "aks", {"agentPoolProfiles": [agent_pool("system")]})
    assert told(priced(resource(AGENT_POOL, "models", inputs), cluster)) == [
        ("vm", "Standard_D2s_v5", "730.00 hour"),
        ("disk", "P10 premium LRS", "1.00 month"),
    ]
    spot = agent_pool("models", scaleSetPriority="Spot")
    assert told(priced(resource(AGENT_POOL, "models", spot)))[0][1] == "Standard_D2s_v5 spot"


@pytest.mark.parametrize(
    ("gigabytes", "sku"), [(1, "E1"), (4, "E1"), (5, "E2"), (64, "E6"), (65, "E10")]
)
def test_a_disk_is_billed_as_the_next_size_up(gigabytes: int, sku: str) -> None:
    assert disk_sku(gigabytes, "standard SSD", "LRS") == f"{sku} standard SSD LRS"


def test_a_nat_gateway_is_billed_by_hour_and_by_data() -> None:
    found = told(priced(resource("azure-native:network:NatGateway")))
    assert found == [
        ("nat-gateway", "gateway", "730.00 hour"),
        ("nat-gateway", "data processed", "30.00 GB"),
    ]


def test_a_public_address_is_billed_by_hour() -> None:
    found = told(priced(resource("azure-native:network:PublicIPAddress")))
    assert found == [("public-ip", "standard static IPv4", "730.00 hour")]


def test_a_private_endpoint_is_billed_by_hour_and_by_data() -> None:
    found = told(priced(resource("azure-native:network:PrivateEndpoint")))
    assert found == [
        ("private-link", "private endpoint", "730.00 hour"),
        ("private-link", "data processed", "2.00 GB"),
    ]


def test_a_private_zone_is_billed_by_month() -> None:
    found = told(priced(resource("azure-native:privatedns:PrivateZone")))
    assert found == [("dns", "private zone first 25", "1.00 month")]


def test_a_database_with_a_standby_is_billed_twice() -> None:
    inputs = {"sku": {"name": "Standard_B2s"}, "storage": {"storageSizeGB": 64}}
    kind = "azure-native:dbforpostgresql:Server"
    assert told(priced(resource(kind, "x", inputs))) == [
        ("postgres-flex", "B2s", "730.00 hour"),
        ("postgres-flex", "storage", "64.00 GB-month"),
        ("postgres-flex", "backup LRS beyond allowance", "0.00 GB-month"),
    ]
    standby = inputs | {"highAvailability": {"mode": "ZoneRedundant"}}
    found = told(priced(resource(kind, "x", standby)))
    assert [line[2] for line in found[:2]] == ["1460.00 hour", "128.00 GB-month"]


def test_a_storage_account_is_billed_by_its_redundancy_and_kind() -> None:
    kind = "azure-native:storage:StorageAccount"
    flat = resource(kind, "x", {"sku": {"name": "Standard_ZRS"}, "accessTier": "Hot"})
    assert told(priced_on(flat, stack=TRAFFIC)) == [
        ("blob", "hot ZRS first 50 TB", "92.94 GB-month"),
        ("blob", "hot ZRS write and list ops", "50000.00 requests"),
        ("blob", "hot ZRS read ops", "100000.00 requests"),
    ]
    tree = resource(kind, "x", {"sku": {"name": "Standard_LRS"}, "isHnsEnabled": True})
    assert [line[:2] for line in told(priced(tree))] == [
        ("adls-gen2", "hot LRS first 50 TB"),
        ("adls-gen2", "hot write ops"),
        ("adls-gen2", "hot read ops"),
    ]


def test_a_registry_is_billed_by_day_and_beyond_what_is_included() -> None:
    kind = "azure-native:containerregistry:Registry"
    found = priced(resource(kind, "x", {"sku": {"name": "Basic"}}))
    assert told(found) == [
        ("acr", "Basic", "30.42 day"),
        ("acr", "storage beyond the included GB", "0.00 GB-month"),
    ]
    storage = found[1]
    assert isinstance(storage, Demand)
    assert storage.quantity.high == 30  # 8 repositories of 5 GB, less 10


def test_a_vault_is_billed_by_operation() -> None:
    found = told(priced(resource("azure-native:keyvault:Vault")))
    assert found == [("key-vault", "standard operations", "30000.00 requests")]


def test_a_log_workspace_is_billed_beyond_five_gigabytes_and_31_days() -> None:
    kind = "azure-native:operationalinsights:Workspace"
    cluster = resource(MANAGED_CLUSTER, "aks")
    found = told(priced(resource(kind, "x", {"retentionInDays": 61}), cluster))
    assert found == [
        ("log-analytics", "analytics ingest beyond 5 GB", "5.50 GB"),
        ("log-analytics", "retention", "10.50 GB-month"),
    ]
    assert len(priced(resource(kind, "x", {"retentionInDays": 30}))) == 1


def test_telemetry_is_billed_as_logs_of_its_workspace() -> None:
    found = told(priced(resource("azure-native:applicationinsights:Component")))
    assert found == [("log-analytics", "analytics ingest beyond 5 GB", "0.50 GB")]


def test_a_metrics_workspace_is_billed_for_samples_in_and_read() -> None:
    found = told(priced(resource("azure-native:monitor:AzureMonitorWorkspace")))
    assert found == [
        ("monitor", "managed Prometheus ingest", "350400000.00 samples"),
        ("monitor", "managed Prometheus query", "1000000000.00 samples"),
    ]


def test_metric_alerts_are_free_up_to_ten_series() -> None:
    alerts = [resource("azure-native:monitor:MetricAlert", f"a{at}") for at in range(12)]
    around = context(alerts, PLAIN)
    quantities = [told(outcomes(one, around))[0][2] for one in alerts]
    assert quantities == ["0.00 series-month"] * 10 + ["1.00 series-month"] * 2
    [first] = outcomes(alerts[0], around)
    assert isinstance(first, Demand)
    assert first.quantity.high == 1  # other stacks of the subscription may have used the ten


@pytest.mark.parametrize(
    ("every", "sku"), [("PT5M", "log alert 5 min"), ("PT15M", "log alert 15 min")]
)
def test_a_log_alert_is_billed_by_its_frequency(every: str, sku: str) -> None:
    kind = "azure-native:monitor:ScheduledQueryRule"
    found = told(priced(resource(kind, "x", {"evaluationFrequency": every})))
    assert found == [("monitor", sku, "1.00 rule-month")]


def test_a_workspace_has_no_price_of_its_own() -> None:
    found = told(priced(resource("azure-native:machinelearningservices:Workspace")))
    assert found == [("azure-ml", "workspace and vCPU surcharge", "730.00 hour")]


def test_a_deployment_is_billed_for_its_machines_by_traffic() -> None:
    kind = "azure-native:machinelearningservices:OnlineDeployment"
    inputs = {"deploymentName": "v1", "properties": {"instanceType": "Standard_D2s_v5"}}
    deployment = resource(kind, "loan-v1-deployment", inputs)
    setting = resource(
        "azure-native:monitor:AutoscaleSetting",
        "loan-v1-setting",
        {
            "targetResourceUri": "/x/onlineEndpoints/loan/deployments/v1",
            "profiles": [{"capacity": {"minimum": "3", "maximum": "6"}}],
        },
    )
    assert told(priced_on(deployment, setting, stack=TRAFFIC)) == [
        ("vm", "Standard_D2s_v5", "2190.00 hour")
    ]
    assert told(priced(deployment))[0][2] == "730.00 hour"  # nothing scales it


def test_compute_is_billed_while_jobs_run_and_for_nodes_that_stay() -> None:
    kind = "azure-native:machinelearningservices:Compute"
    scale = {"minNodeCount": 0, "maxNodeCount": 4}
    properties = {"vmSize": "Standard_D2s_v5", "scaleSettings": scale}
    inputs = {"properties": {"properties": properties}}
    assert told(priced(resource(kind, "x", inputs)))[0][2] == "194.67 hour"
    scale["minNodeCount"] = 1
    assert told(priced(resource(kind, "x", inputs)))[0][2] == "730.00 hour"
