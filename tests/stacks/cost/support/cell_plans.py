"""A small plan of any cell: a cluster or endpoints for its models, on either cloud."""

from slipway.stacks.config.model import Replicas
from slipway.stacks.config.stack import StackConfig
from slipway.stacks.plan.graph import Plan, PlannedResource
from tests.stacks.cost.support.plans import (
    agent_pool,
    deployment,
    node_group,
    plan,
    resource,
    scaler,
)


def cell_plan(config: StackConfig) -> Plan:
    """What the variant would make, in a few resources."""
    target = config.platform.target.kind
    models = config.platform.models.items()
    if config.platform.variant == "managed-platform":
        found = [
            one for name, model in models for one in _endpoint(name, model.serving.replicas, target)
        ]
    else:
        found = [*_cluster(target), *_pods(config)]
    return plan(*found, target=target)


def _cluster(target: str) -> list[PlannedResource]:
    if target == "aws":
        return [resource("aws:eks/cluster:Cluster", "eks"), node_group()]
    pools = {"agentPoolProfiles": [agent_pool("system", low=2), agent_pool()]}
    return [resource("azure-native:containerservice:ManagedCluster", "aks", pools)]


def _pods(config: StackConfig) -> list[PlannedResource]:
    models = config.platform.models.items()
    return [
        one
        for name, model in models
        for one in (
            deployment(name, pool="models"),
            scaler(name, model.serving.replicas.min, model.serving.replicas.max),
        )
    ]


def _endpoint(name: str, bounds: Replicas, target: str) -> list[PlannedResource]:
    if target == "aws":
        variants = {"productionVariants": [{"instanceType": "ml.m5.large"}]}
        scaling = {"minCapacity": bounds.min, "maxCapacity": bounds.max}
        return [
            resource("aws:sagemaker/endpointConfiguration:EndpointConfiguration", name, variants),
            resource("aws:appautoscaling/target:Target", f"{name}-scaling", scaling),
        ]
    deployment_inputs = {
        "properties": {"instanceType": "Standard_DS3_v2"},
        "deploymentName": "live",
    }
    capacity = {"minimum": str(bounds.min), "maximum": str(bounds.max)}
    setting = {
        "targetResourceUri": f"/onlineEndpoints/{name}/deployments/live",
        "profiles": [{"capacity": capacity}],
    }
    package = "azure-native:machinelearningservices"
    return [
        resource(f"{package}:OnlineDeployment", name, deployment_inputs),
        resource("azure-native:monitor:AutoscaleSetting", f"{name}-rules", setting),
    ]
