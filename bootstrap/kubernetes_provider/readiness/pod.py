"""A Pod is ready when it serves, or has done its work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bootstrap.kubernetes_provider import pod_reasons
from bootstrap.kubernetes_provider.readiness import pods
from bootstrap.kubernetes_provider.readiness.verdict import Failed, Fault, Ready, Verdict, Waiting

if TYPE_CHECKING:
    from bootstrap.kubernetes_provider.document import Document
    from bootstrap.kubernetes_provider.readiness.surroundings import Surroundings


def check(live: Document, around: Surroundings) -> Verdict:
    """The state of the pod; a failed one is never restarted."""
    if pod_reasons.is_ready(live):
        return Ready()
    faults = pod_reasons.faults_of([live]) or pods.remarks([live], around)
    phase = live.text("status", "phase") or "Pending"
    if phase == "Failed":
        return Failed(faults or (Fault("failed", f"pod {live.name}: {phase}"),))
    statuses = live.children("status", "containerStatuses")
    ready = sum(status.flag("ready") for status in statuses)
    return Waiting(f"{phase}, {ready} of {len(statuses)} containers ready", (ready,), faults)
