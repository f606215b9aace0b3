"""Our own reading of the Pod Security standard against the API server that enforces it."""

import copy
from typing import Any

import pytest
from kubernetes.client import ApiException

from slipway.stacks.plan.graph import PlannedResource
from slipway.stacks.policy.rules.pod_security import POLICIES
from slipway.stacks.policy.scene import Scene
from slipway.stacks.policy.verdict import Kept
from tests.stacks.cost.support.plans import config, plan
from tests.support.live_platform import MODELS, LivePlatform
from tests.support.pod_changes import GONE, POD_CHANGES

pytestmark = pytest.mark.cluster

SOUND: dict[str, Any] = {
    "securityContext": {"runAsNonRoot": True, "seccompProfile": {"type": "RuntimeDefault"}},
    "volumes": [{"name": "scratch", "emptyDir": {}}],
    "containers": [
        {
            "name": "server",
            "image": "registry.example.com/loan@sha256:" + "0" * 64,
            "resources": {"requests": {"cpu": "10m", "memory": "16Mi"}},
            "securityContext": {
                "allowPrivilegeEscalation": False,
                "capabilities": {"drop": ["ALL"]},
                "runAsNonRoot": True,
                "runAsUser": 65532,
                "seccompProfile": {"type": "RuntimeDefault"},
            },
        }
    ],
}

NO_POD_WITHOUT = {
    "pod-privileged": ("containers.0.securityContext.allowPrivilegeEscalation", True),
    "pod-proc-mount": ("hostUsers", False),
}
"""What a change needs beside it to be a pod at all: validation comes before the standard."""


def broken(name: str) -> dict[str, Any]:
    spec = copy.deepcopy(SOUND)
    change(spec, *POD_CHANGES[name])
    if name in NO_POD_WITHOUT:
        change(spec, *NO_POD_WITHOUT[name])
    return spec


def change(spec: dict[str, Any], path: str, value: Any) -> None:
    at: Any = spec
    *steps, last = path.split(".")
    for step in steps:
        at = at[int(step)] if isinstance(at, list) else at.setdefault(step, {})
    if value is GONE:
        at.pop(last, None)
    else:
        at[last] = value


def kept(spec: dict[str, Any]) -> bool:
    pod = PlannedResource(
        urn="pod", type="kubernetes:core/v1:Pod", name="pod", inputs={"spec": spec}
    )
    scene = Scene(plan=plan(pod), config=config())
    return all(isinstance(one.judge(pod, scene), Kept) for one in POLICIES)


def refusal(platform: LivePlatform, spec: dict[str, Any]) -> str | None:
    """Why the API server wouldn't take the pod; nothing is created."""
    body = {"metadata": {"generateName": "pod-security-"}, "spec": spec}
    try:
        platform.core().create_namespaced_pod(MODELS, body, dry_run="All")
    except ApiException as error:
        return str(error.body)
    return None


def test_both_let_a_sound_pod_in(platform: LivePlatform) -> None:
    assert kept(SOUND)
    assert refusal(platform, SOUND) is None


@pytest.mark.parametrize("name", sorted(set(POD_CHANGES) - {"pod-host-process"}))
def test_both_refuse_what_breaks_the_standard(platform: LivePlatform, name: str) -> None:
    spec = broken(name)
    assert not kept(spec)
    assert "violates PodSecurity" in str(refusal(platform, spec))
