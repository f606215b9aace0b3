"""Puts the status together; who doesn't answer is named and the rest still shown."""

from collections.abc import Callable
from typing import TypeVar

import httpx
from kubernetes.client import ApiException
from urllib3.exceptions import HTTPError

from slipway.stacks.config.stack import StackConfig
from slipway.stacks.engine.outputs import StackOutputs
from slipway.stacks.status.cost import monthly_cost
from slipway.stacks.status.prometheus import Prometheus
from slipway.stacks.status.replicas import ready_replicas
from slipway.stacks.status.report import UNKNOWN, Alert, ModelStatus, StackStatus

T = TypeVar("T")


def collect(config: StackConfig, outputs: StackOutputs) -> StackStatus:
    """The stack's status, asked now."""
    unreachable: list[str] = []
    prometheus = Prometheus(url=outputs.url("prometheus"))
    ready = _ask(
        "cluster",
        lambda: _ready(outputs),
        dict[str, int](),
        unreachable,
    )
    drift = _ask("prometheus", prometheus.drift_states, dict[str, str](), unreachable)
    alerts = _ask("prometheus", prometheus.alerts, tuple[Alert, ...](), unreachable)
    return StackStatus(
        stack=config.stack,
        variant=config.platform.variant,
        target=config.platform.target.kind,
        models={
            name: _model(config, outputs, name, ready.get(name, 0), drift.get(name, UNKNOWN))
            for name in config.platform.models
        },
        urls=dict(outputs.urls),
        alerts=alerts,
        monthly_cost=monthly_cost(config),
        unreachable=tuple(dict.fromkeys(unreachable)),
    )


def _ready(outputs: StackOutputs) -> dict[str, int]:
    """Ready replicas by model; nobody is asked where nothing was released."""
    namespaces = {model.namespace for model in outputs.models.values() if model.namespace}
    return {
        name: ready
        for namespace in sorted(namespaces)
        for name, ready in ready_replicas(outputs.kubeconfig or "", namespace).items()
    }


def _model(
    config: StackConfig, outputs: StackOutputs, name: str, ready: int, drift: str
) -> ModelStatus:
    release = config.releases.get(name)
    replicas = config.platform.models[name].serving.replicas
    deployed = outputs.models.get(name)
    return ModelStatus(
        version=None if release is None else release.version,
        digest=None if release is None else release.image.partition("@")[2],
        url=None if deployed is None else deployed.url,
        ready=ready,
        min=replicas.min,
        max=replicas.max,
        drift=drift,
    )


def _ask(who: str, question: Callable[[], T], nothing: T, unreachable: list[str]) -> T:
    try:
        return question()
    except (httpx.HTTPError, HTTPError, ApiException):
        unreachable.append(who)
        return nothing
