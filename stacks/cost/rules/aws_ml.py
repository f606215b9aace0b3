"""SageMaker: endpoints, tracking server and scheduled jobs."""

from collections.abc import Iterator

from slipway.stacks.config.targets.aws import AwsTarget
from slipway.stacks.cost.catalogue.unit import Unit
from slipway.stacks.cost.rules.context import Context
from slipway.stacks.cost.rules.inputs import each_at, int_at, mapping_at, text_at
from slipway.stacks.cost.rules.outcome import Outcome
from slipway.stacks.cost.rules.request_log import moved_gigabytes
from slipway.stacks.cost.span import Span
from slipway.stacks.cost.usage.traffic import Bounds
from slipway.stacks.plan.graph import PlannedResource

_SCALING = "aws:appautoscaling/target:Target"
_DEFAULT_INSTANCE = "ml.m5.large"


def endpoint_configuration(resource: PlannedResource, context: Context) -> Iterator[Outcome]:
    """Instances between the scaling bounds, by traffic; their volumes and the data through them."""
    for variant in each_at(resource.inputs, "productionVariants"):
        machine = text_at(variant, "instanceType")
        instance = context.given(resource, "instance type", machine, _DEFAULT_INSTANCE)
        count = _instances(resource, context)
        yield context.running(f"endpoint {instance}", "sagemaker", f"hosting {instance}", count)
        volume = int_at(variant, "volumeSizeInGb")
        disk = context.assume("endpoint-volume-gb") if volume is None else Span.exactly(volume)
        yield context.demand(
            "endpoint volumes", "sagemaker", "endpoint volume", Unit.GB_MONTH, count * disk
        )
    moved = moved_gigabytes(context, context.model_of(resource))
    sku = "endpoint data in/out"
    yield context.usage("endpoint data", "sagemaker", sku, Unit.GB, moved)


def _instances(resource: PlannedResource, context: Context) -> Span:
    """Bounds of the scaling target of the same model; one instance where nothing scales."""
    model = context.model_of(resource)
    for target in context.by_type.get(_SCALING, ()):
        if model is not None and context.model_of(target) == model:
            low = int_at(target.inputs, "minCapacity") or 1
            high = max(low, int_at(target.inputs, "maxCapacity") or low)
            return context.traffic.replicas(model, Bounds(low=low, high=high)).average
    variants = mapping_at(resource.inputs, "productionVariants", 0)
    return Span.exactly(int_at(variants, "initialInstanceCount") or 1)


def tracking_server(resource: PlannedResource, context: Context) -> Iterator[Outcome]:
    """The managed MLflow server runs all month, whoever uses it."""
    size = (text_at(resource.inputs, "trackingServerSize") or "Small").lower()
    yield context.running("tracking server", "sagemaker", f"MLflow tracking server {size}")
    stored = context.assume("tracking-metadata-gb")
    sku = "MLflow metadata storage"
    yield context.usage("tracking metadata", "sagemaker", sku, Unit.GB_MONTH, stored)


def schedule(resource: PlannedResource, context: Context) -> Iterator[Outcome]:
    """The processing jobs that it starts, and the starts themselves."""
    target = context.config.platform.target
    if isinstance(target, AwsTarget):
        instance = target.sage_maker.job_instance
    else:
        instance = context.given(resource, "job instance", None, _DEFAULT_INSTANCE)
    hours = context.drift_hours(context.model_of(resource))
    sku = f"processing {instance}"
    yield context.usage(f"drift jobs {instance}", "sagemaker", sku, Unit.HOUR, hours)
