"""How many threads may compute."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import MutableMapping

_LIMITS = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "NUMEXPR_NUM_THREADS",
    "LOKY_MAX_CPU_COUNT",
)
_CPU_QUOTA = Path("/sys/fs/cgroup/cpu.max")


def pin_threads(environment: MutableMapping[str, str]) -> None:
    """One thread per prediction, unless the operator chose otherwise.

    The numeric libraries count the machine's cores, not the container's: unpinned, each of our
    workers would start a thread per core of the node and spend its CPU share on switching.
    """
    for limit in _LIMITS:
        environment.setdefault(limit, "1")


def available_cpus(quota_file: Path = _CPU_QUOTA) -> int:
    """Whole CPUs that this process may use: affinity, capped by the container's quota."""
    cpus = len(os.sched_getaffinity(0))
    try:
        quota, period = quota_file.read_text(encoding="ascii").split()
    except (OSError, ValueError):
        return cpus
    if quota == "max":
        return cpus
    return max(1, min(cpus, round(int(quota) / int(period))))
