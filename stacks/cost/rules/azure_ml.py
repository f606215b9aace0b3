"""Azure Machine Learning: the workspace is free, its machines cost what their size costs."""

from collections.abc import Iterator

from slipway.stacks.cost.catalogue.unit import Unit
from slipway.stacks.cost.rules.context import Context
from slipway.stacks.cost.rules.inputs import int_at, text_at
from slipway.stacks.cost.rules.outcome import Outcome
from slipway.stacks.cost.span import NOTHING, Span
from slipway.stacks.cost.usage.traffic import Bounds
from slipway.stacks.plan.graph import PlannedResource

_SCALING = "azure-native:monitor:AutoscaleSetting"
_DEFAULT_SIZE = "Standard_DS3_v2"


def workspace(_resource: PlannedResource, context: Context) -> Iterator[Outcome]:
    """Its surcharge is listed at 0; storage, vault, registry and telemetry are their own lines."""
    yield context.running("workspace", "azure-ml", "workspace and vCPU surcharge")


def online_deployment(resource: PlannedResource, context: Context) -> Iterator[Outcome]:
    """Machines between the scaling bounds, by traffic."""
    size = text_at(resource.inputs, "properties", "instanceType")
    machine = context.given(resource, "instance type", size, _DEFAULT_SIZE)
    yield context.running(f"endpoint {machine}", "vm", machine, _instances(resource, context))


def _instances(resource: PlannedResource, context: Context) -> Span:
    model = context.model_of(resource)
    own = text_at(resource.inputs, "deploymentName") or ""
    for setting in context.by_type.get(_SCALING, ()):
        target = text_at(setting.inputs, "targetResourceUri") or ""
        if model is not None and own and target.endswith(f"/deployments/{own}"):
            low = int_at(setting.inputs, "profiles", 0, "capacity", "minimum") or 1
            high = int_at(setting.inputs, "profiles", 0, "capacity", "maximum") or low
            bounds = Bounds(low=low, high=max(low, high))
            return context.traffic.replicas(model, bounds).average
    return Span.exactly(int_at(resource.inputs, "sku", "capacity") or 1)


def compute(resource: PlannedResource, context: Context) -> Iterator[Outcome]:
    """Nodes run while a drift job does; kept nodes all month."""
    properties = resource.inputs.get("properties")
    size = text_at(properties, "properties", "vmSize")
    machine = context.given(resource, "size", size, _DEFAULT_SIZE)
    kept = int_at(properties, "properties", "scaleSettings", "minNodeCount") or 0
    models = context.config.platform.models
    hours = sum((context.drift_hours(model) for model in models), NOTHING)
    whole = Span.exactly(kept) * context.hours
    # Kept nodes run the jobs too: at least as many hours as they are there.
    busy = Span(*(max(one, other) for one, other in zip(hours.each(), whole.each(), strict=True)))
    yield context.usage(f"job nodes {machine}", "vm", machine, Unit.HOUR, busy)
