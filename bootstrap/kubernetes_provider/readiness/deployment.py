"""A Deployment is ready when its newest revision is rolled out and available."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bootstrap.kubernetes_provider import kinds, pod_reasons
from bootstrap.kubernetes_provider.readiness import pods
from bootstrap.kubernetes_provider.readiness.verdict import Failed, Fault, Ready, Verdict, Waiting

if TYPE_CHECKING:
    from bootstrap.kubernetes_provider.document import Document
    from bootstrap.kubernetes_provider.readiness.surroundings import Surroundings

_REVISION = "deployment.kubernetes.io/revision"
_HASH = "pod-template-hash"
_COMPLETE = "NewReplicaSetAvailable"
_OVERDUE = "ProgressDeadlineExceeded"


def check(live: Document, around: Surroundings) -> Verdict:
    """The state of the rollout, with the reasons of the new revision's pods."""
    if live.number("status", "observedGeneration") < live.number("metadata", "generation"):
        return Waiting("waiting for the Deployment controller")
    if live.flag("spec", "paused") or _rolled_out(live):
        return Ready()
    wanted = live.number("spec", "replicas", default=1)
    counts = tuple(
        live.number("status", name)
        for name in ("updatedReplicas", "readyReplicas", "availableReplicas")
    )
    faults = _faults(live, around)
    if live.condition("Progressing").text("reason") == _OVERDUE:
        overdue = Fault("deadline", live.condition("Progressing").text("message"))
        return Failed((overdue, *faults))
    message = f"{counts[0]} of {wanted} pods updated, {counts[2]} available"
    return Waiting(message, counts, faults)


def _rolled_out(live: Document) -> bool:
    # An autoscaler may ask for more pods at any time; not to get them is no failed rollout.
    progressing = live.condition("Progressing")
    settled = progressing.text("reason") == _COMPLETE or not progressing.root
    updated = live.number("status", "updatedReplicas")
    return (
        settled
        and live.condition("Available").text("status") == "True"
        and updated >= min(1, live.number("spec", "replicas", default=1))
        and live.number("status", "replicas") == updated
    )


def _faults(live: Document, around: Surroundings) -> tuple[Fault, ...]:
    failure = live.condition("ReplicaFailure")
    refused = (
        (pods.not_created(failure.text("message")),) if failure.text("status") == "True" else ()
    )
    found = newest_pods(live, around)
    return (*refused, *(pod_reasons.faults_of(found) or pods.remarks(found, around)))


def newest_pods(live: Document, around: Surroundings) -> list[Document]:
    """The pods of the newest revision; those of older ones serve on and say nothing about it."""
    labels = live.texts("spec", "selector", "matchLabels")
    revision = live.annotations.get(_REVISION, "")
    for replica_set in around.owned(kinds.REPLICA_SET, live, labels):
        if replica_set.annotations.get(_REVISION) == revision:
            newest = replica_set.texts("metadata", "labels").get(_HASH, "")
            return around.owned(kinds.POD, replica_set, {**labels, _HASH: newest})
    return []
