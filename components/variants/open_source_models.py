"""The models of the open-source platform: each with its service and its drift monitor."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pulumi import Input, Output, ResourceOptions

from slipway.components.kubernetes.autoscaling import Scaling
from slipway.components.kubernetes.drift_monitor import DriftMonitor, DriftMonitorArgs
from slipway.components.kubernetes.model_service import (
    ModelService,
    ModelServiceArgs,
    RequestLog,
)
from slipway.components.kubernetes.object_store import PORT as OBJECT_STORE_PORT
from slipway.components.kubernetes.secret_store import SecretStore
from slipway.components.variants.model_spec import ModelRelease, ModelSpec
from slipway.components.variants.platform import ServedModel


@dataclass(frozen=True, kw_only=True)
class Watch:
    """What all models of a platform share."""

    namespace: Output[str]
    image: Input[str]
    secrets: SecretStore
    endpoint: Output[str]
    pushgateway: Output[str]
    host: Input[str] | None
    """Where node ports answer; None: models are reached inside the cluster alone."""


def served_models(
    models: Sequence[ModelSpec], watch: Watch, opts: ResourceOptions
) -> Mapping[str, ServedModel]:
    """Makes every model's monitor, and the service of those with a release; returns the latter."""
    for model in models:
        DriftMonitor(f"{model.name}-drift", _monitor(model, watch), opts)
    return {
        model.name: _served(model, model.release, watch, opts)
        for model in models
        if model.release is not None
    }


def _served(
    model: ModelSpec, release: ModelRelease, watch: Watch, opts: ResourceOptions
) -> ServedModel:
    service = ModelService(model.name, _service(model, release, watch), opts)
    return ServedModel(
        url=service.url if watch.host is None else _node_url(service, watch.host),
        namespace=watch.namespace,
        version=release.version,
        image=release.image,
        min_replicas=model.min_replicas,
        max_replicas=model.max_replicas,
    )


def _node_url(service: ModelService, host: Input[str]) -> Output[str]:
    node_port = service.service.spec.apply(lambda spec: int((spec.ports or [])[0].node_port or 0))
    return Output.format("http://{}:{}", host, node_port)


def _service(model: ModelSpec, release: ModelRelease, watch: Watch) -> ModelServiceArgs:
    return ModelServiceArgs(
        name=model.name,
        namespace=watch.namespace,
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
        request_log=RequestLog(
            url=f"s3://request-log/{model.name}",
            endpoint=watch.endpoint,
            credentials=watch.secrets.environment("models-account"),
            port=OBJECT_STORE_PORT,
        ),
        service_type=None if watch.host is None else "NodePort",
    )


def _monitor(model: ModelSpec, watch: Watch) -> DriftMonitorArgs:
    return DriftMonitorArgs(
        model=model.name,
        namespace=watch.namespace,
        image=watch.image,
        schedule=model.drift_schedule,
        version=None if model.release is None else str(model.release.version),
        endpoint=watch.endpoint,
        credentials=watch.secrets.environment("drift-account"),
        pushgateway=watch.pushgateway,
    )
