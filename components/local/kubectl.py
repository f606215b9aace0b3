"""The few questions and commands that the cluster itself needs, through kubectl."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from slipway.components.local.commands import Runner

_MANAGER: Final = "slipway-local"


@dataclass(frozen=True, kw_only=True)
class Node:
    """A node as the API server sees it."""

    name: str
    ready: bool
    message: str
    reported: str
    """When its kubelet last said so, as ISO time."""


@dataclass(frozen=True, kw_only=True)
class Pod:
    """A pod as the API server sees it."""

    namespace: str
    name: str
    node: str
    phase: str
    ready: bool
    started: str
    """When its youngest container started, as ISO time; empty while one doesn't run."""
    reason: str


@dataclass(frozen=True)
class Kubectl:
    """One cluster's kubectl."""

    runner: Runner
    kubeconfig: Path

    def run(self, *arguments: str, feed: str | None = None) -> str:
        """Standard output of a kubectl command."""
        # Its cache would else grow in the user's home and outlive the cluster.
        cache = self.kubeconfig.parent / "cache"
        options = (f"--kubeconfig={self.kubeconfig}", f"--cache-dir={cache}")
        return self.runner.run("kubectl", *options, *arguments, feed=feed)

    def apply(self, manifests: str) -> None:
        """Make objects what the manifests say, whoever else had a hand in them."""
        options = ("--server-side", "--force-conflicts", f"--field-manager={_MANAGER}")
        self.run("apply", *options, "--filename=-", feed=manifests)

    def nodes(self) -> tuple[Node, ...]:
        """All nodes."""
        items = json.loads(self.run("get", "nodes", "--output=json"))["items"]
        return tuple(_node(item) for item in items)

    def forget_node(self, name: str) -> None:
        """Remove a node that no longer exists, and its pods, so that others start elsewhere."""
        its_pods = f"--field-selector=spec.nodeName={name}"
        how = ("--force", "--grace-period=0", "--wait=false")
        # The node first: else the scheduler would give it the pods' replacements.
        self.run("delete", "node", name, "--ignore-not-found")
        self.run("delete", "pods", "--all-namespaces", its_pods, *how)

    def pods(self) -> tuple[Pod, ...]:
        """All pods of all namespaces."""
        items = json.loads(self.run("get", "pods", "--all-namespaces", "--output=json"))["items"]
        return tuple(_pod(item) for item in items)


def _node(item: dict[str, dict[str, object]]) -> Node:
    raw = json.loads(json.dumps(item))
    conditions = {c["type"]: c for c in raw["status"].get("conditions", [])}
    ready = conditions.get("Ready", {"status": "Unknown", "message": "has not reported yet"})
    return Node(
        name=raw["metadata"]["name"],
        ready=ready["status"] == "True",
        message=ready["message"],
        reported=ready.get("lastHeartbeatTime") or "",
    )


def _pod(item: dict[str, dict[str, object]]) -> Pod:
    raw = json.loads(json.dumps(item))
    status = raw["status"]
    containers = status.get("containerStatuses", [])
    states = [container.get("state", {}) for container in containers]
    started = [state["running"]["startedAt"] for state in states if "running" in state]
    waiting = [state["waiting"].get("reason", "") for state in states if "waiting" in state]
    messages = [c.get("message", "") for c in status.get("conditions", []) if c["status"] != "True"]
    return Pod(
        namespace=raw["metadata"]["namespace"],
        name=raw["metadata"]["name"],
        node=raw["spec"].get("nodeName", ""),
        phase=status.get("phase", "Unknown"),
        ready=bool(containers) and all(container["ready"] for container in containers),
        started=max(started) if containers and len(started) == len(containers) else "",
        reason=", ".join(dict.fromkeys(text for text in (*waiting, *messages) if text)),
    )
