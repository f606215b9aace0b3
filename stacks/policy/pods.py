"""Pods inside Kubernetes' workloads, and their containers of all three kinds."""

from collections.abc import Callable, Iterator, Mapping

from slipway.stacks.plan.graph import UNKNOWN, Json, PlannedResource
from slipway.stacks.policy.judges import Test, judged
from slipway.stacks.policy.path import ABSENT, Found, Value, find
from slipway.stacks.policy.policy import Judge, Must
from slipway.stacks.policy.scene import Scene
from slipway.stacks.policy.verdict import Verdict

_SPECS: Mapping[str, str] = {
    "kubernetes:apps/v1:DaemonSet": "spec.template.spec",
    "kubernetes:apps/v1:Deployment": "spec.template.spec",
    "kubernetes:apps/v1:ReplicaSet": "spec.template.spec",
    "kubernetes:apps/v1:StatefulSet": "spec.template.spec",
    "kubernetes:batch/v1:CronJob": "spec.jobTemplate.spec.template.spec",
    "kubernetes:batch/v1:Job": "spec.template.spec",
    "kubernetes:core/v1:Pod": "spec",
}
WORKLOADS = frozenset(_SPECS)
_CONTAINERS = ("containers", "initContainers", "ephemeralContainers")


def pod_of(resource: PlannedResource) -> Found:
    """The pod's spec with its path."""
    return find(resource.inputs, _SPECS[resource.type])[0]


def containers_of(pod: Found) -> Iterator[Found]:
    """Every container, those that run first and those for debugging included."""
    if not isinstance(pod.value, dict):
        return
    for kind in _CONTAINERS:
        listed = pod.value.get(kind)
        if listed == UNKNOWN:
            yield Found(path=f"{pod.path}.{kind}", value=UNKNOWN)
        for number, one in enumerate(listed if isinstance(listed, list) else ()):
            yield Found(path=f"{pod.path}.{kind}[{number}]", value=one)


def in_pod(path: str, test: Test) -> Must:
    """The value at a path of the pod passes."""
    return _judging(lambda pod: _at(pod, path), test)


def in_containers(path: str, test: Test) -> Must:
    """The value at a path of every container passes."""

    def look(pod: Found) -> Iterator[Found]:
        for container in containers_of(pod):
            yield from _at(container, path)

    return _judging(look, test)


def in_pod_and_containers(path: str, test: Test) -> Must:
    """The value at a path passes in the pod and in every container."""

    def look(pod: Found) -> Iterator[Found]:
        yield from _at(pod, path)
        for container in containers_of(pod):
            yield from _at(container, path)

    return _judging(look, test)


def in_effect(path: str, test: Test) -> Must:
    """What a container says passes; where it says nothing, what its pod says does."""

    def look(pod: Found) -> Iterator[Found]:
        [general] = _at(pod, path)
        for container in containers_of(pod):
            for own in _at(container, path):
                yield general if own.value in (ABSENT, None) else own

    return _judging(look, test)


def _at(within: Found, path: str) -> tuple[Found, ...]:
    if not isinstance(within.value, dict) or not path:
        return (within,)
    return tuple(
        Found(path=f"{within.path}.{one.path}", value=one.value) for one in find(within.value, path)
    )


def _judging(look: Callable[[Found], Iterator[Found] | tuple[Found, ...]], test: Test) -> Must:
    def must(_path: str) -> Judge:
        def judge(resource: PlannedResource, _scene: Scene) -> Verdict:
            pod = pod_of(resource)
            found = (pod,) if pod.unknown else tuple(look(pod))
            return judged(found, test)

        return judge

    return must


def nothing(value: Value | Json) -> bool:
    """Whether nothing is there."""
    return value in (ABSENT, None, "", [], {})
