"""A Job is ready when it is complete."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bootstrap.kubernetes_provider import kinds, pod_reasons
from bootstrap.kubernetes_provider.readiness import pods
from bootstrap.kubernetes_provider.readiness.verdict import (
    NEVER,
    Failed,
    Fault,
    Ready,
    Verdict,
    Waiting,
)

if TYPE_CHECKING:
    from bootstrap.kubernetes_provider.document import Document
    from bootstrap.kubernetes_provider.readiness.surroundings import Surroundings


def check(live: Document, around: Surroundings) -> Verdict:
    """The state of the Job; a suspended one waits for somebody else."""
    if live.condition("Complete").text("status") == "True" or live.flag("spec", "suspend"):
        return Ready()
    found = around.owned(
        kinds.POD, live, {"batch.kubernetes.io/controller-uid": live.text("metadata", "uid")}
    )
    faults = _left_to_the_job(pod_reasons.faults_of(found)) or pods.remarks(found, around)
    failed = live.condition("Failed")
    if failed.text("status") == "True":
        end = Fault("failed", f"{failed.text('reason')}: {failed.text('message')}")
        return Failed((end, *faults))
    counts = tuple(live.number("status", name) for name in ("succeeded", "failed", "active"))
    refused = () if found else pods.refused_creation(live, found, around)
    message = f"{counts[0]} pods succeeded, {counts[1]} failed, {counts[2]} active"
    return Waiting(message, counts[:1], (*refused, *faults))


def _left_to_the_job(faults: tuple[Fault, ...]) -> tuple[Fault, ...]:
    # How often a run may fail is the Job's own setting (`backoffLimit`).
    return tuple(
        replace(fault, patience=NEVER) if fault.cause == "crash" else fault for fault in faults
    )
