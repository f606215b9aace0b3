"""A place, two environments and a private network for the nouns on Azure."""

from collections.abc import Mapping

from slipway.components.azure.place import AzurePlace
from slipway.components.azure.private_dns import zones_for
from slipway.components.azure.private_endpoint import PrivateAccess
from slipway.components.variants.profile import EnvironmentProfile
from slipway.stacks.environments import ENVIRONMENTS
from slipway.stacks.plan.graph import Json, PlannedResource
from tests.support.recording import Recording

GROUP = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/slipway-dev"
PLACE = AzurePlace(
    subscription="00000000-0000-0000-0000-000000000001",
    tenant="00000000-0000-0000-0000-000000000002",
    region="westeurope",
    resource_group="slipway-dev",
    tags={"owner": "ml-platform"},
)
DEV: EnvironmentProfile = ENVIRONMENTS["dev"]
PROD: EnvironmentProfile = ENVIRONMENTS["prod"]
SUBNET = f"{GROUP}/providers/Microsoft.Network/virtualNetworks/net/subnets/endpoints"
ACCESS = PrivateAccess(
    subnet=SUBNET,
    zones={
        zone: f"{GROUP}/providers/Microsoft.Network/privateDnsZones/{zone}"
        for zone in zones_for("blob", "dfs", "vault")
    },
)
LOGS = f"{GROUP}/providers/Microsoft.OperationalInsights/workspaces/logs"


def azure(recording: Recording, kind: str) -> list[PlannedResource]:
    """The resources of one type of the provider, e.g. ``storage:StorageAccount``."""
    return [one for one in recording.resources if one.type == f"azure-native:{kind}"]


def only(recording: Recording, kind: str) -> PlannedResource:
    """The one resource of a type; a second one fails the test."""
    found = azure(recording, kind)
    assert len(found) == 1, f"{kind}: {[one.name for one in found]}"
    return found[0]


def made_by_azure(recording: Recording) -> list[str]:
    """Names of everything that isn't a component: what costs money."""
    return [one.name for one in recording.resources if one.type.startswith("azure-native:")]


def generated(kind: str, _name: str, _state: Mapping[str, Json]) -> dict[str, Json]:
    """What Azure adds to the inputs: addresses and ids that nobody chose."""
    answers: dict[str, dict[str, Json]] = {
        "azure-native:monitor:AzureMonitorWorkspace": {
            "metrics": {"prometheusQueryEndpoint": "https://metrics.example.com"}
        },
        "azure-native:managedidentity:UserAssignedIdentity": {
            "clientId": "client-id",
            "principalId": "principal-id",
        },
        "azure-native:dashboard:Grafana": {
            "identity": {"type": "SystemAssigned", "principalId": "grafana-principal"},
            "properties": {"endpoint": "https://grafana.example.com"},
        },
    }
    return answers.get(kind, {})
