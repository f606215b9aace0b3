"""Waiting with a deadline, and a reason when it passes."""

import time
from collections.abc import Callable

from slipway.components.local.errors import NotReadyError


def until(what: str, seconds: float, lacking: Callable[[], str], *, pause: float = 0.5) -> None:
    """Return once nothing is lacking; else an error with what was lacking last."""
    deadline = time.monotonic() + seconds
    while True:
        detail = lacking()
        if not detail:
            return
        if time.monotonic() >= deadline:
            raise NotReadyError(what, seconds, detail)
        time.sleep(pause)
