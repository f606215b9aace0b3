"""Whether a started cluster serves, told apart from what it still believes of an earlier life."""

import datetime as dt
import time
from dataclasses import dataclass
from typing import Final

from slipway.components.local.bare import addons
from slipway.components.local.bare.layout import CONTROL, Layout
from slipway.components.local.cluster_facts import Report
from slipway.components.local.errors import NotReadyError, ProgramFailedError
from slipway.components.local.kubectl import Kubectl, Pod
from slipway.components.local.waiting import until

_API_SECONDS: Final = 180.0
_NODE_SECONDS: Final = 180.0
_ADDON_SECONDS: Final = 240
_WORKLOAD_SECONDS: Final = 180.0


@dataclass(frozen=True)
class Readiness:
    """Waits, each with the reason when it lasts too long."""

    layout: Layout
    kubectl: Kubectl
    report: Report

    def api(self) -> None:
        """The API server answers through the port on the host."""
        log = self.layout.run(CONTROL) / "kube-apiserver.log"
        until("API server", _API_SECONDS, lambda: self._api_lacks(str(log)))

    def _api_lacks(self, log: str) -> str:
        try:
            self.kubectl.run("get", "--raw=/readyz")
        except ProgramFailedError as error:
            return f"{error.output.strip()}; see {log}"
        return ""

    def nodes(self, fresh: frozenset[str], began: dt.datetime) -> None:
        """Every node is ready, and has said so in this life."""
        self.report("waiting for nodes")
        until("nodes", _NODE_SECONDS, lambda: self._nodes_lack(fresh, began))

    def _nodes_lack(self, fresh: frozenset[str], began: dt.datetime) -> str:
        since = _iso(began)
        nodes = {node.name: node for node in self.kubectl.nodes()}
        for name in self.layout.nodes:
            log = self.layout.run(name) / "kubelet.log"
            if name not in nodes or (name in fresh and nodes[name].reported < since):
                return f"{name} has not reported yet; see {log}"
            if not nodes[name].ready:
                return f"{name}: {nodes[name].message}; see {log}"
        return ""

    def addons(self) -> None:
        """Names, metrics and volumes work."""
        self.report("waiting for add-ons")
        try:
            addons.wait(self.kubectl, _ADDON_SECONDS)
        except ProgramFailedError as error:
            lacking = "; ".join(
                f"{pod.namespace}/{pod.name}: {pod.phase} {pod.reason}"
                for pod in self.kubectl.pods()
                if not pod.ready
            )
            detail = lacking or error.output.strip()
            raise NotReadyError("add-ons", _ADDON_SECONDS, detail) from error

    def workloads(self, fresh: frozenset[str], began: dt.datetime) -> None:
        """After a restart: what ran before runs again, or is named.

        Not an error: a workload may be broken for reasons of its own, and its owner must be able
        to change it.
        """
        since = _iso(began)
        deadline = time.monotonic() + _WORKLOAD_SECONDS
        while True:
            late = [p for p in self.kubectl.pods() if p.node in fresh and not _back(p, since)]
            if not late:
                return
            if time.monotonic() >= deadline:
                break
            time.sleep(1)
        for pod in late:
            self.report(f"not back yet: {pod.namespace}/{pod.name}: {pod.phase} {pod.reason}")


def _iso(moment: dt.datetime) -> str:
    """As the API server writes times, so that texts compare like moments."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _back(pod: Pod, since: str) -> bool:
    return pod.phase in {"Succeeded", "Failed"} or (pod.ready and pod.started >= since)
