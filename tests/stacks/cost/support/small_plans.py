"""Small plans of any shape, with any traffic and any bounds, for property tests."""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import count
from typing import Any

from hypothesis import strategies as st

from slipway.stacks.config.stack import StackConfig
from slipway.stacks.cost.catalogue.catalogue import Catalogue, with_book
from slipway.stacks.cost.estimate.estimate import Estimate
from slipway.stacks.cost.estimate.estimator import Estimator
from slipway.stacks.plan.graph import PlannedResource
from tests.stacks.cost.support.plans import (
    AWS,
    AZURE,
    agent_pool,
    config,
    deployment,
    node_group,
    plan,
    resource,
    scaler,
)

MODEL = "loan"
ALONE = (
    ("aws:ec2/natGateway:NatGateway", "nat"),
    ("aws:s3/bucket:Bucket", "artifacts"),
    ("aws:s3/bucket:Bucket", "store-request-log-bucket"),
    ("aws:eks/cluster:Cluster", "eks"),
    ("aws:sns/topic:Topic", "topic"),  # its price is missing
    ("aws:iam/role:Role", "role"),  # free
    ("aws:new/thing:Thing", "thing"),  # no rule
)
ALONE_ON_AZURE = (
    ("azure-native:network:NatGateway", "nat"),
    ("azure-native:storage:StorageAccount", "store"),
    ("azure-native:keyvault:Vault", "vault"),
    ("azure-native:containerregistry:Registry", "registry"),
    ("azure-native:new:Thing", "thing"),
)
CLAIM = "kubernetes:core/v1:PersistentVolumeClaim"
ENDPOINT = "aws:sagemaker/endpointConfiguration:EndpointConfiguration"
DEPLOYED = "azure-native:machinelearningservices:OnlineDeployment"
POOL = "azure-native:containerservice:AgentPool"
AWS_MACHINES = ("m5.large", "m6i.large", "m6i.xlarge", "t3.medium", "x9.new")
AZURE_SIZES = ("Standard_D2s_v5", "Standard_D4s_v5", "Standard_B2s", "Standard_New")
"""The last of each has neither a size nor a price."""


@dataclass(frozen=True, kw_only=True)
class Made:
    """A plan's resources with the traffic of its one model."""

    cloud: str
    resources: tuple[PlannedResource, ...]
    traffic: tuple[int, int, int] | None

    @property
    def config(self) -> StackConfig:
        return configured(self.cloud, self.traffic)

    def estimator(self, *more: PlannedResource) -> Estimator:
        whole = plan(*self.resources, *more, target=self.cloud)
        return Estimator(whole, self.config, prices())

    def estimate(self, *more: PlannedResource) -> Estimate:
        return self.estimator(*more).base


@cache
def prices() -> Catalogue:
    return with_book(None)


@cache
def configured(cloud: str, traffic: tuple[int, int, int] | None) -> StackConfig:
    rates = (
        None if traffic is None else dict(zip(("low", "expected", "high"), traffic, strict=True))
    )
    return config(AWS if cloud == "aws" else AZURE, traffic=rates)


@st.composite
def bounds(draw: st.DrawFn, most: int = 9) -> dict[str, int]:
    low = draw(st.integers(0, most))
    return {"low": low, "high": draw(st.integers(max(1, low), most + 3))}


@st.composite
def pools(draw: st.DrawFn, cloud: str, label: str) -> PlannedResource:
    found = draw(bounds())
    disk = draw(st.sampled_from([20, 64, 100, 200]))
    if cloud == "aws":
        machine = draw(st.sampled_from(AWS_MACHINES))
        return node_group(f"nodes-{label}", pool=label, machine=machine, diskSize=disk, **found)
    size = draw(st.sampled_from(AZURE_SIZES))
    inputs = agent_pool(label, vmSize=size, osDiskSizeGB=disk, **found)
    return resource(POOL, f"pool-{label}", inputs)


@st.composite
def workloads(draw: st.DrawFn, name: str) -> tuple[PlannedResource, ...]:
    """A deployment, with a scaler or a number of its own."""
    asked: dict[str, Any] = {
        "cpu": f"{draw(st.integers(1, 40)) * 50}m",
        "memory": f"{draw(st.integers(1, 40)) * 128}Mi",
        "pool": draw(st.sampled_from(["models", "system", None])),
    }
    if draw(st.booleans()):
        found = draw(bounds(30))
        return deployment(name, **asked), scaler(name, **found)
    return (deployment(name, replicas=draw(st.integers(0, 12)), **asked),)


@st.composite
def endpoints(draw: st.DrawFn, cloud: str) -> tuple[PlannedResource, ...]:
    """A managed endpoint of the model; on AWS its scaling target, too."""
    number = draw(st.integers(1, 5))
    if cloud == "azure":
        size = {"properties": {"instanceType": "Standard_DS3_v2"}, "sku": {"capacity": number}}
        return (resource(DEPLOYED, f"{MODEL}-deployment", size),)
    variant: dict[str, Any] = {"instanceType": "ml.m5.large", "initialInstanceCount": number}
    one = resource(ENDPOINT, f"{MODEL}-config", {"productionVariants": [variant]})
    scaling = {"minCapacity": number, "maxCapacity": number + draw(st.integers(0, 9))}
    return one, resource("aws:appautoscaling/target:Target", f"{MODEL}-scaling", scaling)


def others(cloud: str) -> st.SearchStrategy[PlannedResource]:
    known = ALONE if cloud == "aws" else ALONE_ON_AZURE
    alone = st.sampled_from(known).map(lambda one: resource(one[0], one[1]))
    claims = st.integers(1, 300).map(
        lambda size: resource(
            CLAIM, "claim", {"spec": {"resources": {"requests": {"storage": f"{size}Gi"}}}}
        )
    )
    return alone | claims


@st.composite
def plans(draw: st.DrawFn) -> Made:
    cloud = draw(st.sampled_from(["aws", "azure"]))
    found = [draw(pools(cloud, label)) for label in ("system", "models") if draw(st.booleans())]
    found += draw(workloads(MODEL))
    for number in range(draw(st.integers(0, 3))):
        found += draw(workloads(f"other-{number}"))
    if draw(st.booleans()):
        found += draw(endpoints(cloud))
    found += draw(st.lists(others(cloud), max_size=5))
    rates = st.lists(st.integers(0, 3000), min_size=3, max_size=3).map(sorted)
    low, expected, high = draw(rates)
    traffic = (low, expected, high) if draw(st.booleans()) else None
    return Made(cloud=cloud, resources=_named_apart(found), traffic=traffic)


def _named_apart(found: Sequence[PlannedResource]) -> tuple[PlannedResource, ...]:
    numbers = count()
    return tuple(dataclasses.replace(one, urn=f"{one.urn}-{next(numbers)}") for one in found)
