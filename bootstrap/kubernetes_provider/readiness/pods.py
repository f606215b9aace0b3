"""What the pods and events behind a workload add to its verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bootstrap.kubernetes_provider import kinds, pod_reasons
from bootstrap.kubernetes_provider.readiness.verdict import CERTAIN, NEVER, STUCK, Fault

if TYPE_CHECKING:
    from bootstrap.kubernetes_provider.document import Document
    from bootstrap.kubernetes_provider.readiness.surroundings import Surroundings

_CREATION_FAILED = "FailedCreate"
_POD_EVENTS = frozenset(
    {"FailedMount", "FailedAttachVolume", "FailedCreatePodSandBox", "Unhealthy", "FailedScheduling"}
)


def not_created(message: str) -> Fault:
    """A pod that admission refused: over quota, or against the namespace's security level."""
    patience = CERTAIN if "violates PodSecurity" in message else STUCK
    return Fault("admission", f"no pod created: {message}", patience)


def refused_creation(
    owner: Document, existing: list[Document], around: Surroundings
) -> tuple[Fault, ...]:
    """The latest refusal to create a pod of the owner, unless a pod was created since."""
    refusals = [
        event for event in around.warnings_about(owner) if event.text("reason") == _CREATION_FAILED
    ]
    if not refusals:
        return ()
    last = refusals[-1]
    newest = max((pod.text("metadata", "creationTimestamp") for pod in existing), default="")
    # Times of the API are UTC in one format: they compare as texts.
    if newest > (last.text("lastTimestamp") or last.text("eventTime")):
        return ()
    return (not_created(last.text("message")),)


def selected(owner: Document, around: Surroundings) -> list[Document]:
    """The pods of a workload that owns them directly."""
    return around.owned(kinds.POD, owner, owner.texts("spec", "selector", "matchLabels"))


def with_details(
    faults: tuple[Fault, ...], namespace: str, around: Surroundings
) -> tuple[str, ...]:
    """The faults as lines for the user, crashes with the last lines of their log."""
    lines: list[str] = []
    for fault in faults:
        text = fault.text
        if fault.container and (log := around.log_tail(namespace, fault.pod, fault.container)):
            text += f"\nlast log lines of {fault.pod}/{fault.container}:\n{_indented(log)}"
        lines.append(text)
    return tuple(lines)


def remarks(pods: list[Document], around: Surroundings) -> tuple[Fault, ...]:
    """Events of pods without a fault of their own: failing probes, volumes that don't mount."""
    found: list[Fault] = []
    for pod in pods:
        if pod_reasons.is_ready(pod):
            continue
        told = [e for e in around.warnings_about(pod) if e.text("reason") in _POD_EVENTS]
        if told:
            last = told[-1]
            text = f"pod {pod.name}: {last.text('reason')}: {last.text('message').strip()}"
            # Probes fail while a program starts, and mounts are retried: no reason to give up.
            found.append(Fault("event", text, NEVER))
    return tuple(found[:3])


def _indented(log: str) -> str:
    return "\n".join(f"  | {line[:300]}" for line in log.splitlines())
