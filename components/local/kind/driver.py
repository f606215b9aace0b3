"""A cluster in Docker containers, by kind. Not run here: it pulls its node image.

What kind brings itself (names, volumes) is kept; what it lacks is added, so that a cluster offers
the same whichever driver made it.
"""

import json
import subprocess
from pathlib import Path
from typing import Final

from slipway.components.local import encryption
from slipway.components.local.addons.render import metrics_values, render
from slipway.components.local.bare import configuration as files
from slipway.components.local.bare.certificates import Authority, Subject, write_secret
from slipway.components.local.cluster_facts import ClusterFacts, Condition, Report
from slipway.components.local.commands import Runner, ToolRunner, search_path
from slipway.components.local.kind import configuration
from slipway.components.local.kubectl import Kubectl
from slipway.components.local.spec import SYSTEM_IMAGES, ClusterSpec, Image

NAME: Final = "slipway"
NODE_IMAGE: Final = "kindest/node:v1.34.0"
_SECONDS: Final = 20
_OWN: Final = ("cache", "cluster.json", "images.json", "kubeconfig", "pki", "secrets")


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
                self._create()
            case "dead":
                report("kind: starting its containers")
                self._runner.run("docker", "start", *self._containers())
            case "running":
                pass
        write_secret(ClusterSpec.file(self.spec.state), self.spec.to_json().encode())
        facts = self._facts()
        self.load(tuple(i for i in self.spec.images if i.name in SYSTEM_IMAGES), report)
        report("kind: metrics and the storage class of our name")
        self._kubectl.apply(self._addons())
        return facts

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
        for name in _OWN:
            self._runner.run("rm", "--recursive", "--force", str(self.spec.state / name))

    def _create(self) -> None:
        secrets = self.spec.state / "secrets"
        files.write(secrets, {"encryption.json": encryption.configuration(secrets / "key")})
        self._runner.run(
            *("kind", "create", "cluster", "--name", self._name),
            *("--image", NODE_IMAGE, "--config", "-", "--wait", "5m"),
            feed=configuration.render(self.spec, secrets),
        )

    def _addons(self) -> str:
        authority = Authority(self.spec.state / "pki", "ca")
        names = tuple(f"metrics-server{part}" for part in ("", ".kube-system", ".kube-system.svc"))
        pair = authority.issue("metrics-server", Subject(common_name=names[-1], hosts=names))
        values = metrics_values(
            pair,
            authority.pair.certificate,
            self.spec.image("metrics-server").reference,
            # kind's kubelets sign their own certificates.
            "--kubelet-insecure-tls",
        )
        return render(("metrics-server", "kind-storage"), values)

    @property
    def _kubectl(self) -> Kubectl:
        return Kubectl(self._runner, self.spec.state / "kubeconfig")

    def _facts(self) -> ClusterFacts:
        kubeconfig = self._runner.run("kind", "get", "kubeconfig", "--name", self._name)
        path = self.spec.state / "kubeconfig"
        path.parent.mkdir(parents=True, exist_ok=True)
        write_secret(path, kubeconfig.encode())
        return ClusterFacts(
            kubeconfig=kubeconfig,
            api_url=f"https://127.0.0.1:{self.spec.api_port}",
            nodes=len(self._kubectl.nodes()),
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
