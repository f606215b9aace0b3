"""The models of a platform on a cluster: each with its service and its drift monitor."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pulumi import Input, Output, ResourceOptions

from slipway.components.kubernetes.autoscaling import Scaling
from slipway.components.kubernetes.backends import StoreAccess
from slipway.components.kubernetes.drift_monitor import (
    DriftMonitor,
    DriftMonitorArgs,
    DriftStores,
)
from slipway.components.kubernetes.model_service import ModelService, ModelServiceArgs
from slipway.components.variants.model_spec import ModelRelease, ModelSpec
from slipway.components.variants.platform import ServedModel


@dataclass(frozen=True, kw_only=True)
class ModelSurroundings:
    """What all models of a platform share."""

    namespace: Output[str]
    monitoring_image: Input[str]
    request_log: StoreAccess
    """Base location; the model's name is appended."""
    drift_stores: DriftStores
    pushgateway: Output[str]
    host: Input[str] | None = None
    """Where node ports answer; None: models are reached inside the cluster alone."""
    node_labels: Mapping[str, Input[str]] | None = None  # None: any node


def served_models(
    models: Sequence[ModelSpec], surroundings: ModelSurroundings, opts: ResourceOptions
) -> Mapping[str, ServedModel]:
    """Makes every model's monitor, and the service of those with a release; returns the latter."""
    for model in models:
        DriftMonitor(f"{model.name}-drift", _monitor(model, surroundings), opts)
    return {
        model.name: _served(model, model.release, surroundings, opts)
        for model in models
        if model.release is not None
    }


def _served(
    model: ModelSpec, release: ModelRelease, surroundings: ModelSurroundings, opts: ResourceOptions
) -> ServedModel:
    service = ModelService(model.name, _service(model, release, surroundings), opts)
    return ServedModel(
        url=service.url if surroundings.host is None else _node_url(service, surroundings.host),
        namespace=surroundings.namespace,
        version=release.version,
        image=release.image,
        min_replicas=model.min_replicas,
        max_replicas=model.max_replicas,
    )


def _node_url(service: ModelService, host: Input[str]) -> Output[str]:
    node_port = service.service.spec.apply(lambda spec: int((spec.ports or [])[0].node_port or 0))
    return Output.format("http://{}:{}", host, node_port)


def _service(
    model: ModelSpec, release: ModelRelease, surroundings: ModelSurroundings
) -> ModelServiceArgs:
    return ModelServiceArgs(
        name=model.name,
        namespace=surroundings.namespace,
        image=release.image,
        version=str(release.version),
        cpu=model.cpu,
        memory=model.memory,
        target_in_flight=model.target_in_flight,
        scaling=Scaling(
            min_replicas=model.min_replicas,
            max_replicas=model.max_replicas,
            target_cpu_percent=model.target_cpu_percent,
            scale_down_window_seconds=model.scale_down_window_seconds,
            # A window of seconds asks for a quick retreat: a test, or a team that pays per second.
            scale_down_period_seconds=min(60, max(15, model.scale_down_window_seconds)),
        ),
        request_log=replace(
            surroundings.request_log,
            url=Output.format("{}/{}", surroundings.request_log.url, model.name),
        ),
        service_type=None if surroundings.host is None else "NodePort",
        node_labels=surroundings.node_labels,
    )


def _monitor(model: ModelSpec, surroundings: ModelSurroundings) -> DriftMonitorArgs:
    return DriftMonitorArgs(
        model=model.name,
        namespace=surroundings.namespace,
        image=surroundings.monitoring_image,
        schedule=model.drift_schedule,
        version=None if model.release is None else str(model.release.version),
        stores=surroundings.drift_stores,
        pushgateway=surroundings.pushgateway,
        node_labels=surroundings.node_labels,
    )
