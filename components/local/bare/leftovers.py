"""What a cluster could leave on the host: looked for before it is called removed."""

import contextlib
import os
from pathlib import Path
from typing import Final

from slipway.components.local.bare import cgroups, network
from slipway.components.local.bare.init.spec import MARKER
from slipway.components.local.bare.layout import Layout
from slipway.components.local.commands import Runner

OWN: Final = (
    "cache",
    "cluster.json",
    "control",
    "forward",
    "images.json",
    "kubeconfig",
    "node1",
    "node2",
    "pki",
)
"""Everything that a cluster puts into its state folder."""


def find(layout: Layout, runner: Runner) -> tuple[str, ...]:
    """Everything that is still there, each with what it is."""
    return (
        *(f"process {pid}: {_command(pid)}" for pid in sorted(marked(layout.state))),
        *(f"mount {place}" for place in mounts(layout.state)),
        *((f"network device {layout.device}",) if network.present(layout, runner) else ()),
        *(f"cgroup {root}" for root in cgroups.left(layout)),
        *(f"file {layout.state / name}" for name in OWN if (layout.state / name).exists()),
    )


def marked(state: Path) -> frozenset[int]:
    """Every process of the host that a cluster with this state folder started."""
    marker = f"{MARKER}={state}".encode()
    found: set[int] = set()
    for folder in Path("/proc").glob("[0-9]*"):
        # A process may end while we look.
        with contextlib.suppress(OSError):
            if marker in (folder / "environ").read_bytes().split(b"\0"):
                found.add(int(folder.name))
    return frozenset(found - {os.getpid()})


def mounts(state: Path) -> tuple[str, ...]:
    """Mounts of the host at or below the state folder."""
    places = (line.split()[4] for line in Path("/proc/self/mountinfo").read_text().splitlines())
    return tuple(place for place in places if Path(place).is_relative_to(state))


def _command(pid: int) -> str:
    with contextlib.suppress(OSError):
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        return b" ".join(words).decode(errors="replace").strip()
    return "ended meanwhile"
