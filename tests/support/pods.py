"""Finds every pod that recorded objects would start."""

from collections.abc import Iterator
from dataclasses import dataclass

from slipway.stacks.plan.graph import Json
from tests.support.recording import Recording

_PATHS: dict[str, tuple[str, ...]] = {
    "Pod": (),
    "Deployment": ("spec", "template"),
    "StatefulSet": ("spec", "template"),
    "DaemonSet": ("spec", "template"),
    "Job": ("spec", "template"),
    "CronJob": ("spec", "jobTemplate", "spec", "template"),
}


@dataclass(frozen=True)
class RecordedPod:
    """One pod template with the object that holds it."""

    owner: str
    kind: str
    template: dict[str, Json]

    @property
    def spec(self) -> dict[str, Json]:
        spec = self.template["spec"]
        assert isinstance(spec, dict)
        return spec

    def containers(self, *, init: bool = True) -> list[dict[str, Json]]:
        keys = ("containers", "initContainers") if init else ("containers",)
        found = [one for key in keys for one in _list(self.spec.get(key))]
        assert all(isinstance(one, dict) for one in found)
        return [one for one in found if isinstance(one, dict)]


def pods(recording: Recording) -> list[RecordedPod]:
    """All of them, in the order of registration."""
    return list(_pods(recording))


def _pods(recording: Recording) -> Iterator[RecordedPod]:
    for kind, path in _PATHS.items():
        for resource in recording.kind(kind):
            found: Json = resource.inputs
            for key in path:
                assert isinstance(found, dict)
                found = found[key]
            assert isinstance(found, dict)
            yield RecordedPod(resource.name, kind, found)


def _list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []
