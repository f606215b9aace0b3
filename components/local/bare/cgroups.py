"""Cgroups of a cluster, on both generations of the kernel's interface."""

import contextlib
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from slipway.components.local.bare.layout import Layout

_REMOVAL_SECONDS: Final = 10.0
_PROGRAMS: Final = "programs"


@dataclass(frozen=True)
class Hierarchy:
    """One mounted tree of cgroups."""

    mount: Path
    unified: bool


def hierarchies(mounts: str) -> tuple[Hierarchy, ...]:
    """All trees named in a text of the form of /proc/self/mounts."""
    found: dict[Path, Hierarchy] = {}
    for line in mounts.splitlines():
        _, place, kind, *_ = line.split()
        if kind in {"cgroup", "cgroup2"}:
            found[Path(place)] = Hierarchy(Path(place), kind == "cgroup2")
    return tuple(found.values())


def create(layout: Layout) -> None:
    """The cgroup of every node's pods, as kubelet refuses to make its own root, and of programs."""
    for hierarchy in _mounted():
        root = hierarchy.mount / layout.cgroup.strip("/")
        for name in (*layout.nodes, _PROGRAMS):
            folder = root / name
            folder.mkdir(parents=True, exist_ok=True)
            for level in (root, folder):
                _inherit_processors(level)
        if hierarchy.unified:
            for level in (hierarchy.mount, root, *(root / node for node in layout.nodes)):
                _delegate(level)


def adopt(layout: Layout, pid: int) -> None:
    """Take a process, and all that it will start, out of the cgroups of who called us.

    Those end with the caller's session or service.
    """
    for root in left(layout):
        # Threads and zombies can't be moved; both end with what they belong to.
        with contextlib.suppress(OSError):
            (root / _PROGRAMS / "cgroup.procs").write_text(str(pid))


def _inherit_processors(folder: Path) -> None:
    """On cgroup v1 a new group has no processors until it is told which."""
    for name in ("cpuset.cpus", "cpuset.mems"):
        own, parents = folder / name, folder.parent / name
        if own.exists() and parents.exists() and not own.read_text().strip():
            own.write_text(parents.read_text())


def _delegate(folder: Path) -> None:
    """Pass every controller of a group on to its children, as far as the kernel lets us."""
    for controller in (folder / "cgroup.controllers").read_text().split():
        with contextlib.suppress(OSError):
            (folder / "cgroup.subtree_control").write_text(f"+{controller}")


def left(layout: Layout) -> tuple[Path, ...]:
    """The roots of the cluster's cgroups that exist."""
    roots = (hierarchy.mount / layout.cgroup.strip("/") for hierarchy in _mounted())
    return tuple(root for root in roots if root.exists())


def remove(layout: Layout) -> None:
    """Remove them all, once their processes are gone; what resists is for the final check."""
    _remove_trees(layout, "")


def clear(layout: Layout, node: str) -> None:
    """Remove what the pods of a dead node left.

    A new kubelet would take each group for a container that lives, and lose seconds over each.
    """
    _remove_trees(layout, node)


def _remove_trees(layout: Layout, below: str) -> None:
    deadline = time.monotonic() + _REMOVAL_SECONDS
    trees = [root / below for root in left(layout)]
    while True:
        for tree in trees:
            for folder in _deepest_first(tree):
                with contextlib.suppress(OSError):
                    folder.rmdir()
        if not any(tree.exists() for tree in trees) or time.monotonic() >= deadline:
            return
        time.sleep(0.1)


def _mounted() -> tuple[Hierarchy, ...]:
    return hierarchies(Path("/proc/self/mounts").read_text())


def _deepest_first(root: Path) -> Iterator[Path]:
    for folder, _, _ in os.walk(root, topdown=False):
        yield Path(folder)
