"""Small plans and configs to price."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from slipway.stacks.config.loader import load
from slipway.stacks.config.sources import RawStack
from slipway.stacks.config.stack import StackConfig
from slipway.stacks.cost.packing.pack import Packer
from slipway.stacks.cost.packing.pods import pods_of
from slipway.stacks.cost.packing.pools import node_pools
from slipway.stacks.cost.rules.context import Context
from slipway.stacks.cost.rules.outcome import Demand, Free, Outcome, Unsupported
from slipway.stacks.cost.rules.registry import outcomes
from slipway.stacks.cost.usage.assumptions import Assumptions
from slipway.stacks.cost.usage.traffic import Traffic
from slipway.stacks.plan.graph import Plan, PlannedResource

AWS = {"kind": "aws", "region": "eu-central-1", "account": "111122223333"}
AZURE = {
    "kind": "azure",
    "region": "westeurope",
    "subscription": "00000000-0000-0000-0000-000000000001",
    "tenant": "00000000-0000-0000-0000-000000000002",
}
LOCAL = {"kind": "local"}
KUBERNETES = {"kind": "kubernetes", "context": "team", "registry": "registry.example.com/ml"}
TRAFFIC = {"low": 5, "expected": 40, "high": 200}
PLATFORM = "slipway:index:OpenSourcePlatform"


def config(
    target: dict[str, Any] | None = None,
    *,
    traffic: dict[str, Any] | None = None,
    variant: str | None = None,
    **more: Any,
) -> StackConfig:
    where = target or AWS
    chosen = variant or ("cloud-native" if where["kind"] in ("aws", "azure") else "open-source")
    platform: dict[str, Any] = {
        "variant": chosen,
        "target": where,
        "models": {"loan": {"serving": {"replicas": {"min": 2, "max": 6}}}},
        **more,
    }
    if traffic is not None:
        platform["workload"] = {"loan": {"requestsPerSecond": traffic}}
    return load(RawStack(stack="dev", source="Pulumi.dev.yaml", values={"platform": platform}))


def resource(
    kind: str, name: str = "x", inputs: dict[str, Any] | None = None, parent: str | None = "top"
) -> PlannedResource:
    return PlannedResource(
        urn=f"urn:{kind}::{name}",
        type=kind,
        name=name,
        parent=parent,
        inputs=inputs or {},
    )


def plan(*resources: PlannedResource, target: str = "aws") -> Plan:
    top = PlannedResource(
        urn="top",
        type=PLATFORM,
        name="platform",
    )
    return Plan(stack="dev", variant="cloud-native", target=target, resources=(top, *resources))


def context(resources: Sequence[PlannedResource], stack: StackConfig | None = None) -> Context:
    chosen = stack or config()
    whole = plan(*resources, target=chosen.platform.target.kind)
    assumptions = Assumptions()
    pools = node_pools(whole)
    traffic = Traffic(chosen, assumptions)
    packed = Packer(pools, pods_of(whole, chosen)).pack(traffic, assumptions)
    return Context(
        plan=whole,
        config=chosen,
        hours=Decimal(730),
        assumptions=assumptions,
        traffic=traffic,
        pools=pools,
        nodes=packed.nodes,
    )


def priced(
    one: PlannedResource, *others: PlannedResource, stack: StackConfig | None = None
) -> tuple[Outcome, ...]:
    return outcomes(one, context([one, *others], stack))


def told(found: Sequence[Outcome]) -> list[tuple[str, str, str]]:
    """Service, sku and the expected quantity with its unit of each demand; reasons of others."""
    lines = []
    for one in found:
        match one:
            case Demand():
                figure = one.quantity.expected.quantize(Decimal("0.01"))
                lines.append((one.key.service, one.key.sku, f"{figure} {one.unit}"))
            case Free():
                lines.append(("free", one.reason, ""))
            case Unsupported():
                lines.append(("unsupported", one.reason, ""))
    return lines


def deployment(
    name: str,
    *,
    cpu: str = "500m",
    memory: str = "512Mi",
    pool: str | None = None,
    replicas: int | None = None,
    tolerations: Sequence[str] = (),
) -> PlannedResource:
    pod: dict[str, Any] = {
        "containers": [{"resources": {"requests": {"cpu": cpu, "memory": memory}}}],
        "tolerations": [{"key": key} for key in tolerations],
    }
    if pool is not None:
        pod["nodeSelector"] = {"slipway.dev/pool": pool}
    spec: dict[str, Any] = {"template": {"spec": pod}}
    if replicas is not None:
        spec["replicas"] = replicas
    inputs = {"metadata": {"name": name}, "spec": spec}
    return resource("kubernetes:apps/v1:Deployment", name, inputs)


def scaler(name: str, low: int = 2, high: int = 6) -> PlannedResource:
    spec = {"scaleTargetRef": {"name": name}, "minReplicas": low, "maxReplicas": high}
    return resource(
        "kubernetes:autoscaling/v2:HorizontalPodAutoscaler", f"{name}-scaler", {"spec": spec}
    )


def node_group(
    name: str = "nodes-models-0",
    *,
    pool: str = "models",
    low: int = 1,
    high: int = 6,
    machine: str = "m6i.large",
    **more: Any,
) -> PlannedResource:
    inputs = {
        "instanceTypes": [machine],
        "labels": {"slipway.dev/pool": pool},
        "scalingConfig": {"minSize": low, "maxSize": high},
        "diskSize": 64,
        **more,
    }
    return resource("aws:eks/nodeGroup:NodeGroup", name, inputs)


def agent_pool(name: str = "models", *, low: int = 1, high: int = 6, **more: Any) -> dict[str, Any]:
    return {
        "name": name,
        "vmSize": "Standard_D2s_v5",
        "enableAutoScaling": True,
        "minCount": low,
        "maxCount": high,
        "osDiskSizeGB": 128,
        "maxPods": 110,
        "nodeLabels": {"slipway.dev/pool": name},
        "mode": "System" if name == "system" else "User",
        **more,
    }
