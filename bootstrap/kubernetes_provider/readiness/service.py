"""A Service is ready when a ready pod stands behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bootstrap.kubernetes_provider import kinds, pod_reasons
from bootstrap.kubernetes_provider.readiness.verdict import Ready, Verdict, Waiting

if TYPE_CHECKING:
    from bootstrap.kubernetes_provider.document import Document
    from bootstrap.kubernetes_provider.readiness.surroundings import Surroundings

_OWNER = "kubernetes.io/service-name"


def check(live: Document, around: Surroundings) -> Verdict:
    """The state of the Service, with the reasons of the pods it selects."""
    selector = live.texts("spec", "selector")
    if _serves_without_pods(live) or not selector:
        return Ready()
    slices = around.matching(kinds.ENDPOINT_SLICE, live.namespace, {_OWNER: live.name})
    ready = sum(_is_ready(endpoint) for part in slices for endpoint in part.children("endpoints"))
    if not ready:
        found = around.matching(kinds.POD, live.namespace, selector)
        message = f"no ready pod among the {len(found)} that it selects"
        return Waiting(message, (), pod_reasons.faults_of(found))
    if live.text("spec", "type") == "LoadBalancer" and not live.children(
        "status", "loadBalancer", "ingress"
    ):
        return Waiting("waiting for the address of the load balancer", (ready,))
    return Ready()


def _serves_without_pods(live: Document) -> bool:
    return live.text("spec", "type") == "ExternalName" or live.text("spec", "clusterIP") == "None"


def _is_ready(endpoint: Document) -> bool:
    # Not set means ready, by the API's own definition.
    return endpoint.at("conditions", "ready") is not False
