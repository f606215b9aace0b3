"""Taking a cluster, or one node of it, off the machine."""

import contextlib
import os
import signal
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from slipway.components.local.bare import cgroups, leftovers, network
from slipway.components.local.bare.layout import CONTROL, Layout
from slipway.components.local.bare.sandbox import Sandbox
from slipway.components.local.cluster_facts import Report
from slipway.components.local.commands import Runner
from slipway.components.local.errors import (
    DeviceInUseError,
    ForeignStateError,
    LeftoversError,
    NotReadyError,
)
from slipway.components.local.spec import ClusterSpec
from slipway.components.local.waiting import until

_NODES: Final = ("node1", "node2")
_GONE_SECONDS: Final = 15.0


@dataclass(frozen=True)
class Removal:
    """What ends processes and deletes files, and only ours."""

    layout: Layout
    runner: Runner

    def refuse_foreign(self) -> None:
        """A folder with anything else in it is not ours to work in."""
        state = self.layout.state
        if not self.layout.spec_file.exists():
            strange = sorted(p.name for p in state.iterdir() if p.name not in leftovers.OWN)
            if strange:
                raise ForeignStateError(state, f"which holds {', '.join(strange)}")
            return
        kept = ClusterSpec.from_json(self.layout.spec_file.read_text())
        if kept.index != self.layout.index:
            # Its names on the host would stay behind.
            raise ForeignStateError(state, f"which holds a cluster with index {kept.index}")

    def retire(self, report: Report) -> tuple[str, ...]:
        """Remove nodes that the cluster no longer has, and their volumes; their names."""
        retired = tuple(
            name
            for name in _NODES
            if name not in self.layout.nodes and (self.layout.state / name).exists()
        )
        for name in retired:
            report(f"{name}: removing, with its volumes")
            self._sandbox(name).kill()
            cgroups.clear(self.layout, name)
            self._delete(self.layout.state / name)
        return retired

    def everything(self, report: Report) -> None:
        """End all processes, then delete all files."""
        report("ending all processes")
        for name in (CONTROL, *_NODES):
            self._sandbox(name).kill()
        # Daemons, and whatever was started by a command that was interrupted before its record.
        for pid in leftovers.marked(self.layout.state):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        with contextlib.suppress(NotReadyError):
            until("processes", _GONE_SECONDS, self._running, pause=0.05)
        with contextlib.suppress(DeviceInUseError):  # then it isn't ours to remove
            network.release(self.layout, self.runner)
        cgroups.remove(self.layout)
        report("deleting data")
        for name in leftovers.OWN:
            self._delete(self.layout.state / name)

    def check(self) -> None:
        """Nothing is left; else an error that names it."""
        left = leftovers.find(self.layout, self.runner)
        if left:
            raise LeftoversError(left)

    def _running(self) -> str:
        return ", ".join(str(pid) for pid in leftovers.marked(self.layout.state))

    def _sandbox(self, name: str) -> Sandbox:
        return Sandbox(name, self.layout.run(name))

    def _delete(self, path: Path) -> None:
        # Never across a mount: what is mounted there isn't ours.
        self.runner.run("rm", "--recursive", "--force", "--one-file-system", str(path))
