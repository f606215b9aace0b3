"""What the workloads of a plan ask of nodes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from slipway.stacks.config.fields import quantity_value
from slipway.stacks.config.stack import StackConfig
from slipway.stacks.cost.packing.capacity import Capacity
from slipway.stacks.cost.rules.inputs import each_at, int_at, mapping_at, text_at
from slipway.stacks.cost.span import NOTHING, Span
from slipway.stacks.cost.usage.traffic import Bounds, Replicas, Traffic
from slipway.stacks.plan.graph import Json, Plan, PlannedResource

LASTING = ("kubernetes:apps/v1:Deployment", "kubernetes:apps/v1:StatefulSet")
PASSING = ("kubernetes:batch/v1:CronJob", "kubernetes:batch/v1:Job")
WORKLOADS = (*LASTING, *PASSING)
_SCALER = "kubernetes:autoscaling/v2:HorizontalPodAutoscaler"
_SLOT = Span(Decimal(0), Decimal(1), Decimal(1))


@dataclass(frozen=True, kw_only=True)
class Scaled:
    """As many as a model's traffic keeps busy."""

    model: str
    bounds: Bounds


@dataclass(frozen=True, kw_only=True)
class Pods:
    """Like pods: what one asks for, how many there are and where they may run."""

    name: str
    request: Capacity
    count: Span | Scaled
    selector: Mapping[str, str]
    tolerated: frozenset[str]

    def replicas(self, traffic: Traffic) -> Replicas:
        """How many there are at each level of the load."""
        match self.count:
            case Scaled(model=model, bounds=bounds):
                return traffic.replicas(model, bounds)
            case Span() as count:
                return traffic.steady(count)


def pods_of(plan: Plan, config: StackConfig) -> tuple[Pods, ...]:
    """Every workload's pods."""
    scalers = dict(_scalers(plan))
    return tuple(
        _pods(resource, config, scalers)
        for resource in plan.resources
        if resource.type in WORKLOADS and not resource.read
    )


def _pods(resource: PlannedResource, config: StackConfig, scalers: Mapping[str, Bounds]) -> Pods:
    passing = ("jobTemplate", "spec") if resource.type.endswith(":CronJob") else ()
    pod = mapping_at(resource.inputs, "spec", *passing, "template", "spec")
    return Pods(
        name=resource.name,
        request=_request(pod),
        count=_count(resource, config, scalers),
        selector={key: str(value) for key, value in mapping_at(pod, "nodeSelector").items()},
        tolerated=frozenset(text_at(one, "key") or "" for one in each_at(pod, "tolerations")),
    )


def _count(
    resource: PlannedResource, config: StackConfig, scalers: Mapping[str, Bounds]
) -> Span | Scaled:
    if resource.type == "kubernetes:batch/v1:Job":
        return NOTHING  # runs once, at `up`
    if resource.type in PASSING:
        return _SLOT  # nodes must have room for a run
    name = text_at(resource.inputs, "metadata", "name") or resource.name
    bounds = scalers.get(name)
    if bounds is not None and name in config.platform.models:
        return Scaled(model=name, bounds=bounds)
    if bounds is not None:
        return Span(Decimal(bounds.low), Decimal(bounds.low), Decimal(bounds.high))
    count = int_at(resource.inputs, "spec", "replicas")
    return Span.exactly(1 if count is None else count)  # Kubernetes' own default is one


def _scalers(plan: Plan) -> Iterator[tuple[str, Bounds]]:
    for resource in plan.resources:
        if resource.type == _SCALER:
            spec = mapping_at(resource.inputs, "spec")
            low = int_at(spec, "minReplicas")
            bounds = Bounds(low=1 if low is None else low, high=int_at(spec, "maxReplicas") or 1)
            yield text_at(spec, "scaleTargetRef", "name") or "", bounds


def _request(pod: Mapping[str, Json]) -> Capacity:
    """What the scheduler counts: all containers together, or the largest that runs before them."""
    running = [_asked(one) for one in each_at(pod, "containers")]
    before = [_asked(one) for one in each_at(pod, "initContainers")]
    cpu = sum((one[0] for one in running), Decimal(0))
    memory = sum((one[1] for one in running), Decimal(0))
    return Capacity(
        cpu=max([cpu, *(one[0] for one in before)]),
        memory=max([memory, *(one[1] for one in before)]),
        pods=Decimal(1),
    )


def _asked(container: Json) -> tuple[Decimal, Decimal]:
    requests = mapping_at(container, "resources", "requests")
    return _quantity(requests.get("cpu")), _quantity(requests.get("memory"))


def _quantity(value: Json) -> Decimal:
    try:
        return quantity_value(str(value))
    except ValueError:
        return Decimal(0)  # asks for nothing, and the scheduler keeps nothing free for it
