"""The wait until an object is ready, with progress for the user and reasons at its end."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bootstrap.kubernetes_provider import kinds
from bootstrap.kubernetes_provider.document import Document, Json
from bootstrap.kubernetes_provider.errors import NotReadyError, UnreachableError
from bootstrap.kubernetes_provider.readiness.patience import Patience
from bootstrap.kubernetes_provider.readiness.pods import with_details
from bootstrap.kubernetes_provider.readiness.verdict import Failed, Fault, Ready, Waiting

if TYPE_CHECKING:
    from collections.abc import Callable

    from bootstrap.kubernetes_provider.names import Reference
    from bootstrap.kubernetes_provider.readiness.checks import Check
    from bootstrap.kubernetes_provider.readiness.surroundings import Surroundings

_FIRST_PAUSE = 0.5
_LONGEST_PAUSE = 2.0
_OUTAGE = 60.0
"""Seconds without an answer of the API server that a wait survives: it may be restarting."""


@dataclass(frozen=True)
class Pace:
    """Time as the wait sees it; a test brings its own."""

    sleep: Callable[[float], bool]
    """Pauses, and tells whether the operation was cancelled meanwhile."""

    now: Callable[[], float] = field(default=time.monotonic)


@dataclass(frozen=True)
class Watched:
    """The object to wait for, and how to look at it."""

    reference: Reference
    check: Check
    look: Callable[[], Document | None]
    around: Surroundings
    report: Callable[[str], None]


def until_ready(watched: Watched, first: Document, seconds: float, pace: Pace) -> Document:
    """The live object once it is ready; raises with the cluster's own reasons if it isn't."""
    patience, started, answered = Patience(), pace.now(), pace.now()
    live, pause, waiting = first, _FIRST_PAUSE, Waiting("")
    while True:
        try:
            verdict = watched.check(live, watched.around)
            answered = pace.now()
            if isinstance(verdict, Ready):
                return live
            if isinstance(verdict, Failed):
                raise _not_ready(watched, "failed", verdict.faults)
            if verdict.message != waiting.message:
                watched.report(verdict.message)
            waiting = verdict
            if patience.exhausted_by(waiting, answered):
                raise _not_ready(watched, _after(waiting, answered - started), waiting.faults)
            if answered - started >= seconds:
                raise _not_ready(watched, _timed_out(waiting, seconds), waiting.faults)
            if pace.sleep(pause):
                raise _not_ready(watched, f"interrupted: {waiting.message}", waiting.faults)
            live = _looked(watched, live)
        except UnreachableError:
            if pace.now() - answered >= _OUTAGE or pace.sleep(_LONGEST_PAUSE):
                raise
        pause = min(pause * 1.5, _LONGEST_PAUSE)


def at_once(watched: Watched, live: Document) -> tuple[str, ...]:
    """The reasons why the object isn't ready just now, none if it is."""
    verdict = watched.check(live, watched.around)
    if isinstance(verdict, Ready):
        return ()
    message = verdict.message if isinstance(verdict, Waiting) else "failed"
    return (f"{watched.reference}: not ready: {message}", *(f.text for f in verdict.faults))


def _looked(watched: Watched, before: Document) -> Document:
    live = watched.look()
    if live is not None:
        return live
    if _tidied_away(watched, before):
        done: Json = {"conditions": [{"type": "Complete", "status": "True"}]}
        return Document({**before.root, "status": done})
    gone = Fault("gone", "somebody deleted it while it was waited for")
    raise _not_ready(watched, "gone", (gone,))


def _tidied_away(watched: Watched, before: Document) -> bool:
    """Whether a Job finished and was removed by its time to live between two looks."""
    return (
        watched.reference.kind == kinds.JOB
        and before.at("spec", "ttlSecondsAfterFinished") is not None
        and not before.number("status", "failed")
    )


def _not_ready(watched: Watched, what: str, faults: tuple[Fault, ...]) -> NotReadyError:
    namespace = watched.reference.namespace
    details = with_details(faults, namespace, watched.around)
    return NotReadyError((f"{watched.reference}: not ready: {what}", *details))


def _after(waiting: Waiting, seconds: float) -> str:
    return f"{waiting.message}; given up after {seconds:.0f} s, as this doesn't pass by itself"


def _timed_out(waiting: Waiting, seconds: float) -> str:
    return (
        f"{waiting.message}; timed out after {seconds:.0f} s "
        "(annotation `pulumi.com/timeoutSeconds` or `custom_timeouts` give it longer)"
    )
