"""Why a pod isn't ready, in the words of the kubelet and the scheduler."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bootstrap.kubernetes_provider.readiness.verdict import CERTAIN, NEVER, STUCK, Fault

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bootstrap.kubernetes_provider.document import Document

_MOST = 3
"""Pods named in an error; the others of a workload have the same fault."""

_RESTARTS = 2
"""One restart may be a start-up race; two are a crash that repeats."""

_WAITING = {
    "ErrImagePull": ("image", STUCK),
    "ImagePullBackOff": ("image", STUCK),
    "RegistryUnavailable": ("image", STUCK),
    "ErrImageNeverPull": ("image", CERTAIN),
    "InvalidImageName": ("image", CERTAIN),
    "CreateContainerConfigError": ("configuration", STUCK),
    "CreateContainerError": ("container", STUCK),
    "RunContainerError": ("container", STUCK),
}
_CRASH_LOOP = "CrashLoopBackOff"


def is_ready(pod: Document) -> bool:
    """Whether the pod serves, or has done its work."""
    return (
        pod.text("status", "phase") == "Succeeded"
        or pod.condition("Ready").text("status") == "True"
    )


def faults_of(pods: Iterable[Document]) -> tuple[Fault, ...]:
    """The faults of the pods that aren't ready, of a few pods if many share one."""
    found: list[Fault] = []
    for pod in pods:
        if is_ready(pod) or pod.text("metadata", "deletionTimestamp"):
            continue
        for fault in _faults(pod):
            if sum(other.cause == fault.cause for other in found) < _MOST:
                found.append(fault)
    return tuple(found)


def _faults(pod: Document) -> list[Fault]:
    scheduled = pod.condition("PodScheduled")
    if scheduled.text("status") == "False":
        text = f"pod {pod.name}: {scheduled.text('reason')}: {scheduled.text('message')}"
        return [Fault("schedule", text, NEVER)]
    if pod.text("status", "phase") == "Failed" and (message := pod.text("status", "message")):
        text = f"pod {pod.name}: {pod.text('status', 'reason')}: {message}"
        return [Fault("evicted", text, NEVER)]
    statuses = (
        *pod.children("status", "initContainerStatuses"),
        *pod.children("status", "containerStatuses"),
    )
    return [fault for status in statuses if (fault := _container_fault(pod.name, status))]


def _container_fault(pod: str, status: Document) -> Fault | None:
    name = status.text("name")
    place = f"pod {pod}, container {name}"
    waiting = status.child("state", "waiting")
    reason = waiting.text("reason")
    if reason in _WAITING:
        cause, patience = _WAITING[reason]
        return Fault(cause, f"{place}: {reason}: {_said(waiting)}", patience)
    ended = _last_end(status)
    restarts = status.number("restartCount")
    if ended is None or status.flag("ready"):
        return None
    text = (
        f"{place}: {_CRASH_LOOP if reason == _CRASH_LOOP else 'exited'}: {_end_of(ended, restarts)}"
    )
    # A first restart may cure it; without one (restartPolicy Never) the pod's owner decides.
    patience = STUCK if restarts >= _RESTARTS else NEVER
    return Fault("crash", text, patience, pod, name)


def _last_end(status: Document) -> Document | None:
    """The end of the container's latest run that failed."""
    for state in ("state", "lastState"):
        ended = status.child(state, "terminated")
        if ended.number("exitCode"):
            return ended
    return None


def _end_of(ended: Document, restarts: int) -> str:
    text = f"exit code {ended.number('exitCode')} ({ended.text('reason') or 'Error'})"
    if restarts:
        text += f", {restarts} restart{'s' if restarts > 1 else ''}"
    if message := ended.text("message").strip():
        text += f", last message: {message[-500:]}"
    return text


def _said(waiting: Document) -> str:
    return waiting.text("message") or "no message"
