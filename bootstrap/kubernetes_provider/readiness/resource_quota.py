"""A quota is ready when the controller counts by it, so that what follows is held to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bootstrap.kubernetes_provider.equality import same
from bootstrap.kubernetes_provider.readiness.verdict import Ready, Verdict, Waiting

if TYPE_CHECKING:
    from bootstrap.kubernetes_provider.document import Document
    from bootstrap.kubernetes_provider.readiness.surroundings import Surroundings


def check(live: Document, around: Surroundings) -> Verdict:
    """Whether the limits in force are those of the manifest."""
    del around
    if same(live.at("spec", "hard"), live.at("status", "hard"), ("spec", "hard")):
        return Ready()
    return Waiting("waiting for the quota controller")
