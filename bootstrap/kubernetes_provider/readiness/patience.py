"""How long a fault is borne: it may be a start-up race, or it may never go away."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bootstrap.kubernetes_provider.readiness.verdict import Fault, Waiting


class Patience:
    """Follows the faults of one object over time and tells when one has lasted too long."""

    def __init__(self) -> None:
        self._since: dict[str, float] = {}
        self._best: tuple[int, ...] = ()

    def exhausted_by(self, waiting: Waiting, now: float) -> Fault | None:
        """The fault that has outlasted its patience, None while there is hope."""
        causes = {fault.cause for fault in waiting.faults}
        if self._has_advanced(waiting.progress):
            self._since.clear()
        self._since = {cause: start for cause, start in self._since.items() if cause in causes}
        for fault in waiting.faults:
            start = self._since.setdefault(fault.cause, now)
            if now - start >= fault.patience:
                return fault
        return None

    def _has_advanced(self, progress: tuple[int, ...]) -> bool:
        # A crashing pod counts as ready now and then: only a new best is progress.
        if not progress:
            return False
        best = self._best or tuple(0 for _ in progress)
        reached = tuple(max(old, new) for old, new in zip(best, progress, strict=True))
        advanced = reached != best
        self._best = reached
        return advanced
