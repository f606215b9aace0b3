"""What a look at a live object tells about its readiness."""

from __future__ import annotations

from dataclasses import dataclass

CERTAIN = 10.0
"""Seconds after which a fault that only a change of the manifest can cure ends the wait."""

STUCK = 60.0
"""Seconds without progress after which a pull or crash that repeats ends the wait.

Long enough for three restarts and for a registry that restarts, and far below the time-out."""

NEVER = float("inf")
"""For faults that something outside may cure: an autoscaler adds a node, a quota is raised."""


@dataclass(frozen=True)
class Fault:
    """A reason, in the cluster's own words, why an object isn't ready."""

    cause: str
    """What tells one fault from another over time, e.g. ``image``; the text may change."""

    text: str
    patience: float = STUCK
    pod: str = ""
    container: str = ""
    """Set with ``pod`` where the container's last log lines say more."""


@dataclass(frozen=True)
class Ready:
    """Nothing to wait for."""


@dataclass(frozen=True)
class Waiting:
    """Not ready yet."""

    message: str
    progress: tuple[int, ...] = ()
    """Counters that grow while the object comes closer; growth resets the patience."""

    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class Failed:
    """It won't become ready: waiting longer is of no use."""

    faults: tuple[Fault, ...]


Verdict = Ready | Waiting | Failed
