"""A StatefulSet is ready when all its pods run the newest revision and are ready."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bootstrap.kubernetes_provider import pod_reasons
from bootstrap.kubernetes_provider.readiness import pods
from bootstrap.kubernetes_provider.readiness.verdict import Ready, Verdict, Waiting

if TYPE_CHECKING:
    from bootstrap.kubernetes_provider.document import Document
    from bootstrap.kubernetes_provider.readiness.surroundings import Surroundings


def check(live: Document, around: Surroundings) -> Verdict:
    """The state of the rollout; pods above a partition are the only ones it updates."""
    if live.number("status", "observedGeneration") < live.number("metadata", "generation"):
        return Waiting("waiting for the StatefulSet controller")
    wanted = live.number("spec", "replicas", default=1)
    ready = live.number("status", "readyReplicas")
    updated = live.number("status", "updatedReplicas")
    if ready >= wanted and updated >= _to_update(live, wanted):
        return Ready()
    found = pods.selected(live, around)
    faults = pod_reasons.faults_of(found) or pods.remarks(found, around)
    refused = pods.refused_creation(live, found, around) if len(found) < wanted else ()
    message = f"{updated} of {wanted} pods updated, {ready} ready"
    return Waiting(message, (updated, ready), (*refused, *faults))


def _to_update(live: Document, wanted: int) -> int:
    strategy = live.child("spec", "updateStrategy")
    if strategy.text("type") == "OnDelete":
        return 0
    if live.text("status", "currentRevision") == live.text("status", "updateRevision"):
        # Without a rollout under way some versions of Kubernetes leave the counter at zero.
        return 0
    return max(0, wanted - strategy.number("rollingUpdate", "partition"))
