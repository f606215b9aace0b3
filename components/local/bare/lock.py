"""One command at a time per cluster."""

import contextlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path

from slipway.components.local.cluster_facts import Report


@contextmanager
def held(state: Path, report: Report) -> Iterator[None]:
    """Hold the cluster's lock; wait for who has it. The kernel frees it when its holder dies."""
    state.mkdir(parents=True, exist_ok=True, mode=0o700)
    # The folder itself is locked: a lock file would be one more thing to leave behind.
    folder = os.open(state, os.O_RDONLY | os.O_DIRECTORY)
    try:
        try:
            flock(folder, LOCK_EX | LOCK_NB)
        except BlockingIOError:
            report("waiting for another command on this cluster")
            flock(folder, LOCK_EX)
        yield
    finally:
        os.close(folder)
        with contextlib.suppress(OSError):  # it goes when nothing was put into it
            state.rmdir()
