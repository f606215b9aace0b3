"""Changes that take a pod out of the restricted Pod Security standard, one per policy."""

from typing import Any

GONE = object()
"""Takes the value out."""

POD_CHANGES: dict[str, tuple[str, Any]] = {
    "pod-host-process": ("containers.0.securityContext.windowsOptions", {"hostProcess": True}),
    "pod-host-network": ("hostNetwork", True),
    "pod-host-processes": ("hostPID", True),
    "pod-host-memory": ("hostIPC", True),
    "pod-privileged": ("containers.0.securityContext.privileged", True),
    "pod-capabilities": (
        "containers.0.securityContext.capabilities",
        {"drop": ["ALL"], "add": ["NET_ADMIN"]},
    ),
    "pod-volumes": ("volumes", [{"name": "root", "hostPath": {"path": "/"}}]),
    "pod-host-ports": ("containers.0.ports", [{"containerPort": 80, "hostPort": 80}]),
    "pod-apparmor": ("containers.0.securityContext.appArmorProfile", {"type": "Unconfined"}),
    "pod-selinux": ("containers.0.securityContext.seLinuxOptions", {"type": "spc_t"}),
    "pod-proc-mount": ("containers.0.securityContext.procMount", "Unmasked"),
    "pod-seccomp": ("containers.0.securityContext.seccompProfile", {"type": "Unconfined"}),
    "pod-seccomp-of-the-pod": ("securityContext.seccompProfile", {"type": "Unconfined"}),
    "pod-sysctls": ("securityContext.sysctls", [{"name": "kernel.msgmax", "value": "1"}]),
    "pod-probe-hosts": (
        "containers.0.livenessProbe",
        {"httpGet": {"host": "10.0.0.1", "port": 80}},
    ),
    "pod-no-escalation": ("containers.0.securityContext.allowPrivilegeEscalation", GONE),
    "pod-non-root": ("containers.0.securityContext.runAsNonRoot", False),
    "pod-user": ("containers.0.securityContext.runAsUser", 0),
}
"""By policy: a path within the pod's spec, and the value that breaks the standard there."""
