"""Fields that Pulumi sets once and somebody else owns from then on: one table for all nouns.

Without an entry here, an `up` would undo what an autoscaler or the cloud just did. Components
pass `ignored(TYPE)` as their resources' `ignore_changes`; a test walks the recorded plans.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class OwnedElsewhere:
    """Properties of one resource type, as the provider's schema names them (camelCase)."""

    paths: tuple[str, ...]
    owner: str
    reason: str


OWNED: Mapping[str, OwnedElsewhere] = {
    "aws:eks/nodeGroup:NodeGroup": OwnedElsewhere(
        paths=("scalingConfig.desiredSize",),
        owner="the cluster autoscaler",
        reason="an up would take away nodes that pods are running on",
    ),
    "aws:eks/cluster:Cluster": OwnedElsewhere(
        paths=("accessConfig.bootstrapClusterCreatorAdminPermissions",),
        owner="EKS, which reads it when it creates the cluster and never again",
        reason="a first listed administrator would otherwise replace the whole cluster",
    ),
    "azure-native:dbforpostgresql:Server": OwnedElsewhere(
        paths=("storage.storageSizeGB",),
        owner="the server, which grows its disk before it is full",
        reason="an up would ask for the first size again, and a disk never shrinks",
    ),
    "azure-native:keyvault:Vault": OwnedElsewhere(
        paths=("properties.createMode",),
        owner="the resource manager, which reads it when it makes or recovers the vault",
        reason="a switch back from recover would be sent to a vault that has nothing to recover",
    ),
    "azure-native:containerservice:ManagedCluster": OwnedElsewhere(
        paths=("agentPoolProfiles[0].count",),
        owner="AKS' autoscaler, which keeps the system pool between its bounds",
        reason="an up would take away nodes that pods are running on",
    ),
    "azure-native:containerservice:AgentPool": OwnedElsewhere(
        paths=("count",),
        owner="AKS' autoscaler, which keeps the pool between its bounds",
        reason="an up would take away nodes that models are running on",
    ),
    "azure-native:machinelearningservices:OnlineEndpoint": OwnedElsewhere(
        paths=("identity", "properties", "tags"),
        owner="the step that sets the traffic, see components/azure/endpoint_traffic.py",
        reason="an update of the endpoint that names no traffic takes it from every deployment",
    ),
    "azure-native:machinelearningservices:OnlineDeployment": OwnedElsewhere(
        paths=("sku.capacity",),
        owner="Azure Monitor's autoscaler, which keeps the deployment between its bounds",
        reason="an up would take away instances that are answering",
    ),
}
"""By the type token of the resource."""


def ignored(type_token: str) -> list[str]:
    """What a resource of this type passes as `ignore_changes`.

    Raises:
        KeyError: The table has no such type; a resource that ignores nothing doesn't ask.
    """
    return list(OWNED[type_token].paths)
