"""A cluster in Docker containers, by kind. Not run in a closed network: it pulls its node image."""

import json
import subprocess
from pathlib import Path
from typing import Final

from slipway.components.local.bare.certificates import write_secret
from slipway.components.local.cluster_facts import ClusterFacts, Condition, Report
from slipway.components.local.commands import Runner, ToolRunner, search_path
from slipway.components.local.kubectl import Kubectl
from slipway.components.local.spec import ClusterSpec, Image

NAME: Final = "slipway"
NODE_IMAGE: Final = "kindest/node:v1.34.0"
_SECONDS: Final = 20


def kind_works(tools: Path) -> bool:
    """Whether a Docker daemon answers and has the node image or can pull it, and kind is there."""
    environment = {"PATH": search_path(tools)}
    commands = (
        ("kind", "version"),
        ("docker", "info"),
        ("docker", "manifest", "inspect", NODE_IMAGE),
    )
    return all(_succeeds(command, environment) for command in commands)


class KindDriver:
    """Creates and deletes only the kind cluster that has our name."""

    def __init__(self, spec: ClusterSpec, runner: Runner | None = None) -> None:
        self.spec = spec
        self._runner = ToolRunner(spec.tools) if runner is None else runner
        self._name = f"{NAME}-{spec.index}" if spec.index else NAME

    def ensure(self, report: Report) -> ClusterFacts:
        """Create the cluster, or start its containers again."""
        self.spec.checked()
        match self.condition().state:
            case "absent":
                report(f"kind: creating {self._name} from {NODE_IMAGE}")
                self._runner.run(
                    *("kind", "create", "cluster", "--name", self._name),
                    *("--image", NODE_IMAGE, "--config", "-", "--wait", "5m"),
                    feed=self.configuration(),
                )
            case "dead":
                report("kind: starting its containers")
                self._runner.run("docker", "start", *self._containers())
            case "running":
                pass
        return self._facts()

    def condition(self) -> Condition:
        """Look without touching anything."""
        names = self._runner.run("kind", "get", "clusters").split()
        if self._name not in names:
            return Condition("absent")
        inspected = self._runner.run("docker", "inspect", *self._containers())
        stopped = [c["Name"] for c in json.loads(inspected) if not c["State"]["Running"]]
        return Condition("dead", ", ".join(stopped)) if stopped else Condition("running")

    def load(self, images: tuple[Image, ...], report: Report) -> None:
        """Make images known to every node; those without an archive are pulled by the nodes."""
        for image in images:
            if image.archive is not None:
                report(f"kind: loading {image.name}")
                self._runner.run(
                    "kind", "load", "image-archive", str(image.archive), "--name", self._name
                )

    def remove(self, report: Report) -> None:
        """Delete our cluster, and nothing else of Docker's."""
        if self.condition().state != "absent":
            report(f"kind: deleting {self._name}")
            self._runner.run("kind", "delete", "cluster", "--name", self._name)

    def configuration(self) -> str:
        """The cluster's file; JSON is YAML."""
        ports = [
            {"containerPort": port, "hostPort": port, "listenAddress": "127.0.0.1"}
            for port in self.spec.node_ports.ports()
        ]
        ports_option = f'service-node-port-range: "{self.spec.node_ports.text}"'
        workers = [{"role": "worker"} for _ in range(self.spec.nodes - 1)]
        return json.dumps(
            {
                "kind": "Cluster",
                "apiVersion": "kind.x-k8s.io/v1alpha4",
                "networking": {
                    "apiServerAddress": "127.0.0.1",
                    "apiServerPort": self.spec.api_port,
                },
                "nodes": [{"role": "control-plane", "extraPortMappings": ports}, *workers],
                "kubeadmConfigPatches": [
                    f"kind: ClusterConfiguration\napiServer: {{extraArgs: {{{ports_option}}}}}\n"
                ],
            }
        )

    def _facts(self) -> ClusterFacts:
        kubeconfig = self._runner.run("kind", "get", "kubeconfig", "--name", self._name)
        path = self.spec.state / "kubeconfig"
        path.parent.mkdir(parents=True, exist_ok=True)
        write_secret(path, kubeconfig.encode())
        return ClusterFacts(
            kubeconfig=kubeconfig,
            api_url=f"https://127.0.0.1:{self.spec.api_port}",
            nodes=len(Kubectl(self._runner, path).nodes()),
            registry=f"localhost:{self.spec.node_ports.first}",
        )

    def _containers(self) -> list[str]:
        return self._runner.run("kind", "get", "nodes", "--name", self._name).split()


def _succeeds(command: tuple[str, ...], environment: dict[str, str]) -> bool:
    try:
        done = subprocess.run(
            command, capture_output=True, check=False, timeout=_SECONDS, env=environment
        )
    except (FileNotFoundError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
