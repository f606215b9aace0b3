"""Where the process stands between start and exit."""

from __future__ import annotations

from enum import StrEnum


class Phase(StrEnum):
    """In this order, never back."""

    STARTING = "starting"
    READY = "ready"
    DRAINING = "draining"
    """Not ready for load balancers, yet every request that still comes is served."""


class Lifecycle:
    """The phase, asked by probes and by admission."""

    def __init__(self) -> None:
        self.phase = Phase.STARTING
        """The current phase; read for every reply."""
        self._loaded = False

    @property
    def serves(self) -> bool:
        """Whether a prediction can be had: also while draining."""
        return self._loaded

    @property
    def ready(self) -> bool:
        """Whether new traffic should come here."""
        return self.phase is Phase.READY

    def become_ready(self) -> None:
        """The model answered its warm-up; a process that was told to stop stays draining."""
        self._loaded = True
        if self.phase is Phase.STARTING:
            self.phase = Phase.READY

    def drain(self) -> None:
        """Readiness off."""
        self.phase = Phase.DRAINING
