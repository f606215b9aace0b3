"""Where everything of one bare cluster is: names, addresses and files."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from slipway.components.local.spec import ClusterSpec

SERVICE_CIDR: Final = "10.96.0.0/16"
POD_CIDR: Final = "10.244.0.0/16"
API_SERVICE: Final = "10.96.0.1"
DNS_SERVICE: Final = "10.96.0.10"
DOMAIN: Final = "cluster.local"
CONTROL: Final = "control"


@dataclass(frozen=True)
class Layout:
    """Names and places that follow from a cluster's index and state folder."""

    state: Path
    index: int
    api_port: int
    nodes: tuple[str, ...]

    @classmethod
    def of(cls, spec: ClusterSpec) -> "Layout":
        """The layout of a described cluster."""
        nodes = tuple(f"node{number}" for number in range(1, spec.nodes + 1))
        return cls(state=spec.state, index=spec.index, api_port=spec.api_port, nodes=nodes)

    @property
    def name(self) -> str:
        """What the host sees: device, cgroup and context carry it."""
        return "slipway" if self.index == 0 else f"slipway-{self.index}"

    @property
    def sandboxes(self) -> tuple[str, ...]:
        """All sandboxes in starting order."""
        return (CONTROL, *self.nodes)

    @property
    def device(self) -> str:
        """The only network device on the host."""
        return f"slipway{self.index}"

    @property
    def subnet(self) -> str:
        """The network that joins host, control plane and nodes."""
        return f"10.89.{self.index}.0/24"

    @property
    def gateway(self) -> str:
        """The host's own address in it."""
        return f"10.89.{self.index}.1"

    def address(self, sandbox: str) -> str:
        """The address of a sandbox."""
        number = 0 if sandbox == CONTROL else node_number(sandbox)
        return f"10.89.{self.index}.{10 + number}"

    @property
    def api_url(self) -> str:
        """The API server as the nodes see it."""
        return f"https://{self.address(CONTROL)}:{self.api_port}"

    @property
    def host_api_url(self) -> str:
        """The API server as the host sees it."""
        return f"https://127.0.0.1:{self.api_port}"

    @property
    def cgroup(self) -> str:
        """The cgroup under which all pods of the cluster live."""
        return f"/{self.name}"

    @property
    def spec_file(self) -> Path:
        """The description that the running cluster follows."""
        return ClusterSpec.file(self.state)

    @property
    def kubeconfig(self) -> Path:
        """The administrator's kubeconfig."""
        return self.state / "kubeconfig"

    @property
    def pki(self) -> Path:
        """Certificates and keys."""
        return self.state / "pki"

    def config(self, sandbox: str) -> Path:
        """Configuration files of a sandbox's programs."""
        return self.state / sandbox / "config"

    def data(self, sandbox: str) -> Path:
        """What a sandbox keeps over restarts."""
        return self.state / sandbox / "data"

    def run(self, sandbox: str) -> Path:
        """Records of a sandbox's processes, and their logs."""
        return self.state / sandbox / "run"


def node_number(node: str) -> int:
    """The number in a node's name."""
    return int(node.removeprefix("node"))


def pod_cidr(node: str) -> str:
    """Addresses of the pods on a node."""
    return f"10.244.{node_number(node)}.0/24"
