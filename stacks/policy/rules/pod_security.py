"""Kubernetes' Pod Security standard "restricted", in full.

Written from the standard's page (kubernetes.io/docs/concepts/security/pod-security-standards,
Kubernetes 1.35), control by control; the API server of a local cluster enforces the same and a
test holds both against each other.
"""

from slipway.stacks.plan.graph import Json
from slipway.stacks.policy.path import ABSENT, Value
from slipway.stacks.policy.pods import (
    WORKLOADS,
    in_containers,
    in_effect,
    in_pod,
    in_pod_and_containers,
    nothing,
)
from slipway.stacks.policy.policy import Must, Policy, Severity

_VOLUMES = frozenset(
    {
        *("configMap", "csi", "downwardAPI", "emptyDir", "ephemeral"),
        *("persistentVolumeClaim", "projected", "secret"),
    }
)
_SYSCTLS = frozenset(
    {
        *("kernel.shm_rmid_forced", "net.ipv4.ip_local_port_range"),
        *("net.ipv4.ip_unprivileged_port_start", "net.ipv4.tcp_syncookies"),
        *("net.ipv4.ping_group_range", "net.ipv4.ip_local_reserved_ports"),
        *("net.ipv4.tcp_keepalive_time", "net.ipv4.tcp_fin_timeout"),
        *("net.ipv4.tcp_keepalive_intvl", "net.ipv4.tcp_keepalive_probes"),
        *("net.ipv4.tcp_rmem", "net.ipv4.tcp_wmem"),
    }
)
_SELINUX_TYPES = frozenset(
    {"", "container_t", "container_init_t", "container_kvm_t", "container_engine_t"}
)
_CONFINED = frozenset({"RuntimeDefault", "Localhost"})
_PROBES = ("livenessProbe", "readinessProbe", "startupProbe")
_HOOKS = ("lifecycle.postStart", "lifecycle.preStop")
_HARDENED = "Take components/kubernetes' own pod settings, which keep the standard."


def _rule(
    name: str, title: str, where: str, must: Must, *, reason: str, severity: Severity = "high"
) -> Policy:
    return Policy(
        id=f"pod-{name}",
        severity=severity,
        title=title,
        reason=reason,
        remedy=_HARDENED,
        types=WORKLOADS,
        property=where,
        must=must,
        checks=(f"pod-security restricted: {name}",),
    )


def _not_true(value: Value) -> bool:
    return value is not True


def _only_known_volumes(value: Value) -> bool:
    volumes = value if isinstance(value, list) else []
    return all(
        isinstance(one, dict) and set(one) - {"name"} <= _VOLUMES and len(one) > 1
        for one in volumes
    )


def _no_host_ports(value: Value) -> bool:
    ports = value if isinstance(value, list) else []
    return not any(isinstance(one, dict) and one.get("hostPort") for one in ports)


def _drops_all(value: Value) -> bool:
    if not isinstance(value, dict):
        return False
    dropped, added = value.get("drop"), value.get("add")
    kept = added is None or (isinstance(added, list) and set(map(str, added)) <= _BINDING)
    return isinstance(dropped, list) and "ALL" in dropped and kept


_BINDING = frozenset({"NET_BIND_SERVICE"})


def _safe_sysctls(value: Value) -> bool:
    listed = value if isinstance(value, list) else []
    return all(isinstance(one, dict) and one.get("name") in _SYSCTLS for one in listed)


def _selinux(value: Value) -> bool:
    if nothing(value):
        return True
    return (
        isinstance(value, dict)
        and str(value.get("type", "")) in _SELINUX_TYPES
        and not value.get("user")
        and not value.get("role")
    )


def _no_host(container: Value) -> bool:
    """Probes and hooks go to the pod itself."""
    return not any(
        _named_host(container, f"{where}.{kind}")
        for where in (*_PROBES, *_HOOKS)
        for kind in ("httpGet", "tcpSocket")
    )


def _named_host(container: Value, path: str) -> bool:
    found: Json | Value = container
    for step in path.split("."):
        found = found.get(step) if isinstance(found, dict) else None
    return isinstance(found, dict) and bool(found.get("host"))


def _not_root(value: Value) -> bool:
    return value is ABSENT or value is None or (isinstance(value, int) and value != 0)


POLICIES = (
    _rule(
        "host-process",
        "No container is a process of its host (Windows)",
        "securityContext.windowsOptions.hostProcess",
        in_pod_and_containers("securityContext.windowsOptions.hostProcess", _not_true),
        reason="It is the node's administrator.",
    ),
    _rule(
        "host-network",
        "No pod is in its node's network",
        "hostNetwork",
        in_pod("hostNetwork", _not_true),
        reason="It listens to and speaks as the node.",
    ),
    _rule(
        "host-processes",
        "No pod sees its node's processes",
        "hostPID",
        in_pod("hostPID", _not_true),
        reason="It reads their environment and may end them.",
    ),
    _rule(
        "host-memory",
        "No pod shares its node's memory segments",
        "hostIPC",
        in_pod("hostIPC", _not_true),
        reason="It reads and writes what other programs share.",
    ),
    _rule(
        "privileged",
        "No container is privileged",
        "securityContext.privileged",
        in_containers("securityContext.privileged", _not_true),
        reason="It is root on the node.",
    ),
    _rule(
        "capabilities",
        "Every container drops all capabilities, and adds at most NET_BIND_SERVICE",
        "securityContext.capabilities",
        in_containers("securityContext.capabilities", _drops_all),
        reason="Each one is a part of root's power.",
    ),
    _rule(
        "volumes",
        "Volumes are of Kubernetes' own kinds, never a path of the node",
        "volumes",
        in_pod("volumes", _only_known_volumes),
        reason="A path of the node leads to its other pods' files.",
    ),
    _rule(
        "host-ports",
        "No container takes a port of its node",
        "ports[].hostPort",
        in_containers("ports", _no_host_ports),
        reason="It is reached past every network policy.",
    ),
    _rule(
        "apparmor",
        "No container turns AppArmor off",
        "securityContext.appArmorProfile.type",
        in_pod_and_containers(
            "securityContext.appArmorProfile.type",
            lambda value: nothing(value) or value in _CONFINED,
        ),
        reason="It confines what a taken-over process can open.",
        severity="medium",
    ),
    _rule(
        "selinux",
        "SELinux options name a container's own type, no user and no role",
        "securityContext.seLinuxOptions",
        in_pod_and_containers("securityContext.seLinuxOptions", _selinux),
        reason="Another type is another program's rights.",
        severity="medium",
    ),
    _rule(
        "proc-mount",
        "No container unmasks /proc",
        "securityContext.procMount",
        in_containers(
            "securityContext.procMount", lambda value: nothing(value) or value == "Default"
        ),
        reason="The kernel's settings are behind the mask.",
    ),
    _rule(
        "seccomp",
        "System calls are filtered",
        "securityContext.seccompProfile.type",
        in_effect("securityContext.seccompProfile.type", lambda value: value in _CONFINED),
        reason="Most kernel holes need a call that no service makes.",
    ),
    _rule(
        "seccomp-of-the-pod",
        "A pod doesn't turn the filter of system calls off for its containers",
        "securityContext.seccompProfile.type",
        in_pod(
            "securityContext.seccompProfile.type",
            lambda value: nothing(value) or value in _CONFINED,
        ),
        reason="A container that says nothing takes the pod's word.",
    ),
    _rule(
        "sysctls",
        "Only kernel settings that are the pod's own are set",
        "securityContext.sysctls",
        in_pod("securityContext.sysctls", _safe_sysctls),
        reason="Others change every pod of the node.",
    ),
    _rule(
        "probe-hosts",
        "Probes and hooks ask the pod itself",
        "livenessProbe.httpGet.host",
        in_containers("", _no_host),
        reason="The kubelet would ask another machine in the pod's name.",
        severity="medium",
    ),
    _rule(
        "no-escalation",
        "No process gets more rights than its container",
        "securityContext.allowPrivilegeEscalation",
        in_containers("securityContext.allowPrivilegeEscalation", lambda value: value is False),
        reason="One program with a set-uid bit is root otherwise.",
    ),
    _rule(
        "non-root",
        "Every container says that it isn't root",
        "securityContext.runAsNonRoot",
        in_effect("securityContext.runAsNonRoot", lambda value: value is True),
        reason="Root in a container is one hole away from root on the node.",
    ),
    _rule(
        "user",
        "No container has the user 0",
        "securityContext.runAsUser",
        in_pod_and_containers("securityContext.runAsUser", _not_root),
        reason="Root in a container is one hole away from root on the node.",
    ),
)
