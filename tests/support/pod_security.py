"""What the restricted Pod Security profile and this project ask of a pod, as a list of faults."""

import re

from slipway.stacks.plan.graph import Json
from tests.support.pods import RecordedPod

VOLUMES = {
    "configMap",
    "csi",
    "downwardAPI",
    "emptyDir",
    "ephemeral",
    "persistentVolumeClaim",
    "projected",
    "secret",
}
LONG_RUNNING = {"Deployment", "StatefulSet", "DaemonSet"}
PINNED = re.compile(r"@sha256:[0-9a-f]{64}$|:[0-9a-f]{12}$")


def faults(pod: RecordedPod) -> list[str]:
    """Everything that is wrong with a pod; nothing for a good one."""
    spec = pod.spec
    found = [f"{key} is on" for key in ("hostNetwork", "hostPID", "hostIPC") if spec.get(key)]
    context = _dict(spec.get("securityContext"))
    if context.get("runAsNonRoot") is not True:
        found.append("the pod may run as root")
    if context.get("runAsUser", 1) == 0:
        found.append("the pod runs as user 0")
    if _dict(context.get("seccompProfile")).get("type") not in {"RuntimeDefault", "Localhost"}:
        found.append("the pod has no seccomp profile")
    if spec.get("automountServiceAccountToken") is not False and not spec.get("serviceAccountName"):
        found.append("the pod gets a token that nobody asked for")
    if spec.get("enableServiceLinks") is not False:
        found.append("the names of services become variables of the pod")
    found += [f"volume {volume}: {kind}" for volume, kind in _other_volumes(spec)]
    for container in pod.containers():
        found += [f"{container['name']}: {fault}" for fault in _container_faults(container)]
    if pod.kind in LONG_RUNNING:
        for container in pod.containers(init=False):
            missing = {"startupProbe", "readinessProbe", "livenessProbe"} - container.keys()
            found += [f"{container['name']}: no {probe}" for probe in sorted(missing)]
    return found


def _other_volumes(spec: dict[str, Json]) -> list[tuple[str, str]]:
    volumes = spec.get("volumes")
    assert isinstance(volumes, list)
    return [
        (str(volume["name"]), kind)
        for volume in volumes
        if isinstance(volume, dict)
        for kind in volume.keys() - {"name"} - VOLUMES
    ]


def _container_faults(container: dict[str, Json]) -> list[str]:
    context = _dict(container.get("securityContext"))
    expected: dict[str, Json] = {
        "allowPrivilegeEscalation": False,
        "privileged": False,
        "readOnlyRootFilesystem": True,
        "runAsNonRoot": True,
    }
    found = [
        f"{key} is {context.get(key)}"
        for key, value in expected.items()
        if context.get(key) != value
    ]
    if context.get("runAsUser", 1) == 0:
        found.append("runs as user 0")
    if _dict(context.get("capabilities")) != {"drop": ["ALL"]}:
        found.append("keeps capabilities")
    resources = _dict(container.get("resources"))
    for side in ("requests", "limits"):
        missing = {"cpu", "memory"} - _dict(resources.get(side)).keys()
        found += [f"no {one} in its {side}" for one in sorted(missing)]
    if not PINNED.search(str(container["image"])):
        found.append(f"image {container['image']} isn't pinned")
    ports = container.get("ports")
    if isinstance(ports, list) and any("hostPort" in _dict(port) for port in ports):
        found.append("takes a port of the node")
    return found


def _dict(value: Json) -> dict[str, Json]:
    return value if isinstance(value, dict) else {}
