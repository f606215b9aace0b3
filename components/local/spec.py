"""What a local cluster shall be: plain values, checked whole, kept beside its data."""

import json
import re
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final, Literal, Self, cast, get_args

from slipway.components.local.errors import SpecError

DriverName = Literal["bare", "kind"]

SYSTEM_IMAGES: Final = ("coredns", "local-path-provisioner", "metrics-server", "pause")
"""Images that the cluster itself consists of; all others are loaded for the workloads."""

_PORT_LIMIT: Final = 65535
_LOWEST_PORT: Final = 1024
_MAX_NODES: Final = 2
_MAX_INDEX: Final = 250
_RANGE: Final = re.compile(r"(\d{4,5})-(\d{4,5})")


@dataclass(frozen=True)
class PortRange:
    """Consecutive ports, both ends included."""

    first: int
    last: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """The range written as ``30000-30031``."""
        match = _RANGE.fullmatch(text)
        if match is None:
            fault = f"nodePorts: got {text!r}; expected a range such as 30000-30031."
            raise SpecError((fault,))
        return cls(int(match[1]), int(match[2]))

    @property
    def text(self) -> str:
        """The range as it is written."""
        return f"{self.first}-{self.last}"

    def ports(self) -> range:
        """Every port of the range."""
        return range(self.first, self.last + 1)


@dataclass(frozen=True, kw_only=True)
class Image:
    """A container image by its reference, and the archive that holds it, if there is one."""

    name: str
    reference: str
    archive: Path | None = None


@dataclass(frozen=True, kw_only=True)
class ClusterSpec:
    """One local cluster.

    ``index`` sets two clusters on one machine apart: names, networks and cgroups derive from it.
    """

    driver: DriverName
    tools: Path
    state: Path
    nodes: int = 1
    index: int = 0
    api_port: int = 6443
    node_ports: PortRange = field(default_factory=lambda: PortRange(30000, 30031))
    images: tuple[Image, ...] = ()
    durable: bool = True
    """Whether etcd waits for the disk; without it a power cut can cost the cluster."""

    @staticmethod
    def file(state: Path) -> Path:
        """Where the description is kept beside the cluster's data."""
        return state / "cluster.json"

    def faults(self) -> tuple[str, ...]:
        """Everything that is wrong with it, in the order of its fields."""
        found: list[str] = []
        if self.driver not in get_args(DriverName):
            found.append(f"driver: got {self.driver!r}; expected one of bare, kind.")
        found += [
            f"{name}: got {path}; expected an absolute path."
            for name, path in (("tools", self.tools), ("state", self.state))
            if not path.is_absolute()
        ]
        if not 1 <= self.nodes <= _MAX_NODES:
            found.append(f"nodes: got {self.nodes}; expected 1 or {_MAX_NODES}.")
        if not 0 <= self.index <= _MAX_INDEX:
            found.append(f"index: got {self.index}; expected 0 to {_MAX_INDEX}.")
        found += self._port_faults()
        names = {image.name for image in self.images}
        found += [
            f"images: got no {name!r}; expected its reference, as the cluster consists of it."
            for name in SYSTEM_IMAGES
            if name not in names and not (self.driver == "kind" and name != "metrics-server")
        ]
        return tuple(found)

    def _port_faults(self) -> list[str]:
        found: list[str] = []
        if not _LOWEST_PORT <= self.api_port <= _PORT_LIMIT:
            found.append(f"apiPort: got {self.api_port}; expected {_LOWEST_PORT} to {_PORT_LIMIT}.")
        if not _LOWEST_PORT <= self.node_ports.first <= self.node_ports.last <= _PORT_LIMIT:
            found.append(
                f"nodePorts: got {self.node_ports.text}; expected a range within "
                f"{_LOWEST_PORT}-{_PORT_LIMIT}, lower end first."
            )
        if self.api_port in self.node_ports.ports():
            found.append(
                f"apiPort: got {self.api_port}; expected a port outside of nodePorts "
                f"{self.node_ports.text}."
            )
        return found

    def checked(self) -> Self:
        """Itself, if nothing is wrong with it."""
        faults = self.faults()
        if faults:
            raise SpecError(faults)
        return self

    def image(self, name: str) -> Image:
        """The image with that name; the check has made sure that there is one."""
        return next(image for image in self.images if image.name == name)

    def to_json(self) -> str:
        """A text from which the same description can be read."""
        values = asdict(self) | {"node_ports": self.node_ports.text}
        return json.dumps(values, indent=2, sort_keys=True, default=str)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The description that ``to_json`` wrote."""
        raw = json.loads(text)
        return cls(
            driver=cast("DriverName", str(raw["driver"])),
            tools=Path(raw["tools"]),
            state=Path(raw["state"]),
            nodes=int(raw["nodes"]),
            index=int(raw["index"]),
            api_port=int(raw["api_port"]),
            node_ports=PortRange.parse(raw["node_ports"]),
            images=tuple(
                Image(
                    name=image["name"],
                    reference=image["reference"],
                    archive=Path(image["archive"]) if image["archive"] else None,
                )
                for image in raw["images"]
            ),
            durable=bool(raw["durable"]),
        )
