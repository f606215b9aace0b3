"""A volume claim is ready when it is bound, or waits for its first pod on purpose."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
    """The state of the claim, with the provisioner's last complaint."""
    phase = live.text("status", "phase")
    if phase == "Bound":
        return Ready()
    if phase == "Lost":
        return Failed((Fault("lost", "its volume doesn't exist any more"),))
    name = live.text("spec", "storageClassName")
    storage = around.storage_class(name) if name else None
    if storage and storage.text("volumeBindingMode") == "WaitForFirstConsumer":
        return Ready()
    # A provisioner repeats its attempts, so its complaints only count once the time is up.
    faults = tuple(
        Fault("volume", f"{event.text('reason')}: {event.text('message')}", NEVER)
        for event in around.warnings_about(live)[-1:]
    )
    return Waiting(f"{phase or 'Pending'}, waiting for a volume", (), faults)
