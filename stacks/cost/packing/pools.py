"""Node pools of a plan: machine type and the bounds that the autoscaler keeps."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from slipway.stacks.cost.rules.inputs import each_at, int_at, mapping_at, text_at
from slipway.stacks.plan.graph import Json, Plan, PlannedResource

NODE_GROUP = "aws:eks/nodeGroup:NodeGroup"
AGENT_POOL = "azure-native:containerservice:AgentPool"
MANAGED_CLUSTER = "azure-native:containerservice:ManagedCluster"


@dataclass(frozen=True, kw_only=True)
class NodePool:
    """One group of like nodes; several groups with the same labels make one pool for pods."""

    urn: str
    name: str
    provider: str
    machine: str
    minimum: int
    maximum: int
    disk_gb: int | None
    spot: bool
    labels: Mapping[str, str]
    taints: frozenset[str]
    max_pods: int | None
    system: bool

    @property
    def id(self) -> str:
        """Names the pool among all of a plan."""
        return f"{self.urn}#{self.name}"


def node_pools(plan: Plan) -> tuple[NodePool, ...]:
    """Every pool, those for the platform's own pods first."""
    found = [pool for resource in plan.resources for pool in _pools(resource)]
    return tuple(sorted(found, key=lambda pool: not pool.system))


def _pools(resource: PlannedResource) -> Iterator[NodePool]:
    if resource.type == NODE_GROUP:
        yield _node_group(resource)
    elif resource.type == AGENT_POOL:
        yield _agent_pool(resource.urn, resource.inputs)
    elif resource.type == MANAGED_CLUSTER:
        for profile in each_at(resource.inputs, "agentPoolProfiles"):
            if isinstance(profile, dict):
                yield _agent_pool(resource.urn, profile)


def _node_group(resource: PlannedResource) -> NodePool:
    inputs = resource.inputs
    labels = _labels(mapping_at(inputs, "labels"))
    return NodePool(
        urn=resource.urn,
        name=resource.name,
        provider="aws",
        machine=text_at(inputs, "instanceTypes", 0) or "t3.medium",  # EKS' own default
        minimum=int_at(inputs, "scalingConfig", "minSize") or 0,
        maximum=int_at(inputs, "scalingConfig", "maxSize") or 1,
        disk_gb=int_at(inputs, "diskSize"),
        spot=text_at(inputs, "capacityType") == "SPOT",
        labels=labels,
        taints=frozenset(
            text_at(taint, "key") or ""
            for taint in each_at(inputs, "taints")
            if isinstance(taint, dict)
        ),
        max_pods=None,
        system="system" in labels.values(),
    )


def _agent_pool(urn: str, inputs: Mapping[str, Json]) -> NodePool:
    count = int_at(inputs, "count") or 1
    scaled = inputs.get("enableAutoScaling") is True
    return NodePool(
        urn=urn,
        name=text_at(inputs, "name") or text_at(inputs, "agentPoolName") or "",
        provider="azure",
        machine=text_at(inputs, "vmSize") or "",
        minimum=(int_at(inputs, "minCount") or 0) if scaled else count,
        maximum=(int_at(inputs, "maxCount") or count) if scaled else count,
        disk_gb=int_at(inputs, "osDiskSizeGB"),
        spot=text_at(inputs, "scaleSetPriority") == "Spot",
        labels=_labels(mapping_at(inputs, "nodeLabels")),
        # AKS writes a taint as key=value:effect.
        taints=frozenset(
            str(taint).partition("=")[0].partition(":")[0]
            for taint in each_at(inputs, "nodeTaints")
        ),
        max_pods=int_at(inputs, "maxPods"),
        system=text_at(inputs, "mode") == "System",
    )


def _labels(found: Mapping[str, Json]) -> dict[str, str]:
    return {key: str(value) for key, value in found.items()}
