"""What a driver tells about a cluster."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

from slipway.components.local.spec import Image

Report = Callable[[str], None]
"""Takes one line about what happens now."""


@dataclass(frozen=True, kw_only=True)
class ClusterFacts:
    """How to reach a running cluster."""

    kubeconfig: str
    api_url: str
    nodes: int
    registry: str


@dataclass(frozen=True)
class Condition:
    """Whether a cluster exists and runs, and what is wrong if it doesn't."""

    state: Literal["absent", "dead", "running"]
    detail: str = ""


class Driver(Protocol):
    """One way to have a cluster; every method may be called again after it was interrupted."""

    def ensure(self, report: Report) -> ClusterFacts:
        """Create, repair or change the cluster until it is what was described."""
        ...

    def condition(self) -> Condition:
        """Look without touching anything."""
        ...

    def load(self, images: tuple[Image, ...], report: Report) -> None:
        """Make images known to every node."""
        ...

    def remove(self, report: Report) -> None:
        """Leave nothing behind, or name what is left."""
        ...
