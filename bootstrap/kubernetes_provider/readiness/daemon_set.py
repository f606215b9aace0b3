"""A DaemonSet is ready when every node that should run a pod has an updated, available one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bootstrap.kubernetes_provider import pod_reasons
from bootstrap.kubernetes_provider.readiness import pods
from bootstrap.kubernetes_provider.readiness.verdict import Ready, Verdict, Waiting

if TYPE_CHECKING:
    from bootstrap.kubernetes_provider.document import Document
    from bootstrap.kubernetes_provider.readiness.surroundings import Surroundings


def check(live: Document, around: Surroundings) -> Verdict:
    """The state of the rollout over the nodes."""
    if live.number("status", "observedGeneration") < live.number("metadata", "generation"):
        return Waiting("waiting for the DaemonSet controller")
    wanted = live.number("status", "desiredNumberScheduled")
    updated = live.number("status", "updatedNumberScheduled")
    available = live.number("status", "numberAvailable")
    by_hand = live.text("spec", "updateStrategy", "type") == "OnDelete"
    if available >= wanted and (by_hand or updated >= wanted):
        return Ready()
    found = pods.selected(live, around)
    faults = pod_reasons.faults_of(found) or pods.remarks(found, around)
    message = f"{updated} of {wanted} pods updated, {available} available"
    refused = pods.refused_creation(live, found, around) if len(found) < wanted else ()
    return Waiting(message, (updated, available), (*refused, *faults))
