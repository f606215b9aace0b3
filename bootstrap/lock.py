"""Locks between runs; the kernel drops them when a run ends, however it ends."""

import contextlib
import fcntl
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from bootstrap.console import Progress
from bootstrap.faults import Fault


def state_lock(locks: Path, state: Path) -> Path:
    """The lock file of one state folder."""
    return locks / f"state-{hashlib.sha256(str(state).encode()).hexdigest()[:12]}.lock"


@contextlib.contextmanager
def refuse_second(path: Path, what: str) -> Iterator[None]:
    """Hold a lock, or refuse because another run holds it."""
    with _opened(path) as descriptor:
        if not _take(descriptor):
            raise Fault(
                f"another run holds {what}{_holder(descriptor)}",
                "wait for it to end, or end it with Ctrl-C in its terminal",
            )
        _sign(descriptor)
        yield


@contextlib.contextmanager
def wait_turn(path: Path, progress: Progress) -> Iterator[None]:
    """Hold a lock after waiting for the run that holds it now."""
    with _opened(path) as descriptor:
        if not _take(descriptor):
            progress.say(f"waiting for another run that fetches tools{_holder(descriptor)}")
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        _sign(descriptor)
        yield


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[int]:
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _take(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _sign(descriptor: int) -> None:
    """Leave our process id for the message of whoever comes next."""
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, str(os.getpid()).encode(), 0)


def _holder(descriptor: int) -> str:
    pid = os.pread(descriptor, 20, 0).decode(errors="replace").strip()
    return f" (process {pid})" if pid.isdigit() else ""
