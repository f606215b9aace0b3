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
        return self.runner.run("kubectl", f"--kubeconfig={self.kubeconfig}", *arguments, feed=feed)

    def apply(self, manifests: str) -> None:
        """Make objects what the manifests say, whoever else had a hand in them."""
        options = ("--server-side", "--force-conflicts", f"--field-manager={_MANAGER}")
        self.run("apply", *options, "--filename=-", feed=manifests)

    def nodes(self) -> tuple[Node, ...]:
        """All nodes."""
        items = json.loads(self.run("get", "nodes", "--output=json"))["items"]
        return tuple(_node(item) for item in items)

    def renewals(self) -> dict[str, str]:
        """When each node last reported, as ISO time."""
        query = ("get", "leases", "--namespace=kube-node-lease", "--output=json")
        items = json.loads(self.run(*query))["items"]
        return {item["metadata"]["name"]: item["spec"].get("renewTime", "") for item in items}

    def pods(self) -> tuple[Pod, ...]:
        """All pods of all namespaces."""
        items = json.loads(self.run("get", "pods", "--all-namespaces", "--output=json"))["items"]
        return tuple(_pod(item) for item in items)


def _node(item: dict[str, dict[str, object]]) -> Node:
    raw = json.loads(json.dumps(item))
    conditions = {c["type"]: c for c in raw["status"].get("conditions", [])}
    ready = conditions.get("Ready", {"status": "Unknown", "message": "has not reported yet"})
    return Node(
        name=raw["metadata"]["name"], ready=ready["status"] == "True", message=ready["message"]
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
