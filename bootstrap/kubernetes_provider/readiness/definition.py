"""A custom resource definition is ready when the API server serves its kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bootstrap.kubernetes_provider.readiness.verdict import Failed, Fault, Ready, Verdict, Waiting

if TYPE_CHECKING:
    from bootstrap.kubernetes_provider.document import Document
    from bootstrap.kubernetes_provider.readiness.surroundings import Surroundings


def check(live: Document, around: Surroundings) -> Verdict:
    """Whether the kind is established, or its name is taken."""
    del around
    if live.condition("Established").text("status") == "True":
        return Ready()
    names = live.condition("NamesAccepted")
    if names.text("status") == "False":
        return Failed((Fault("names", f"{names.text('reason')}: {names.text('message')}"),))
    return Waiting("waiting for the API server to serve the kind")
