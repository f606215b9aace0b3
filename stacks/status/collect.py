"""Puts the status together; who doesn't answer is named and the rest still shown."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

import httpx
from botocore.exceptions import BotoCoreError, ClientError
from kubernetes.client import ApiException
from kubernetes.config import ConfigException
from urllib3.exceptions import HTTPError

from slipway.serving.release.errors import ReleaseError
from slipway.stacks.config.stack import StackConfig
from slipway.stacks.engine.outputs import StackOutputs
from slipway.stacks.status.cost import monthly_cost
from slipway.stacks.status.drift_verdicts import last_state, verdicts_of
from slipway.stacks.status.endpoints import Endpoints
from slipway.stacks.status.prometheus import Prometheus
from slipway.stacks.status.replicas import ready_replicas
from slipway.stacks.status.report import UNKNOWN, Alert, ModelStatus, StackStatus

T = TypeVar("T")
_FAULTS = (
    httpx.HTTPError,
    HTTPError,
    ApiException,
    ConfigException,
    BotoCoreError,
    ClientError,
    ReleaseError,
    OSError,
)
"""What the clients of clusters and clouds raise when who is asked doesn't answer, or says no."""


def collect(
    config: StackConfig, outputs: StackOutputs, endpoints: Endpoints | None = None
) -> StackStatus:
    """The stack's status, asked now."""
    unreachable: list[str] = []
    ready = _ask("cluster", lambda: _ready(outputs), dict[str, int](), unreachable)
    managed = endpoints or Endpoints.of(config, outputs)
    ready |= {
        name: _ask(f"endpoint of {name}", partial(managed.ready, url), 0, unreachable)
        for name, url in managed.urls.items()
    }
    drift = _drift(outputs, unreachable)
    return StackStatus(
        stack=config.stack,
        variant=config.platform.variant,
        target=config.platform.target.kind,
        models={
            name: _model(config, outputs, name, ready.get(name, 0), drift.get(name, UNKNOWN))
            for name in config.platform.models
        },
        urls=dict(outputs.urls),
        alerts=_alerts(outputs, unreachable),
        monthly_cost=monthly_cost(config),
        unreachable=tuple(dict.fromkeys(unreachable)),
    )


def _drift(outputs: StackOutputs, unreachable: list[str]) -> dict[str, str]:
    """In the clouds from the verdicts themselves: their Prometheus wants each request signed."""
    monitoring = outputs.stores.get("monitoring")
    if monitoring is None:
        return _ask("prometheus", _prometheus(outputs).drift_states, dict[str, str](), unreachable)
    return {
        name: _ask(
            f"verdicts of {name}",
            partial(_last_state, monitoring, name),
            UNKNOWN,
            unreachable,
        )
        for name in outputs.models
    }


def _last_state(monitoring: str, model: str) -> str:
    return last_state(verdicts_of(monitoring, model))


def _alerts(outputs: StackOutputs, unreachable: list[str]) -> tuple[Alert, ...]:
    """None are known where the cloud's own alerts have no Prometheus: its pages show them."""
    if "prometheus" not in outputs.urls and outputs.stores:
        return ()
    return _ask("prometheus", _prometheus(outputs).alerts, tuple[Alert, ...](), unreachable)


def _prometheus(outputs: StackOutputs) -> Prometheus:
    return Prometheus(url=outputs.url("prometheus"))


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
    except _FAULTS:
        unreachable.append(who)
        return nothing
