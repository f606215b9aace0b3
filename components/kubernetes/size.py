"""How much of a node a container asks for, and how much it may take."""

from dataclasses import dataclass

from pulumi import Input
from pulumi_kubernetes.core.v1 import ResourceRequirementsArgs


@dataclass(frozen=True, kw_only=True)
class Size:
    """CPU is shared above the request; memory isn't, so its limit is the request unless said."""

    cpu: Input[str]
    memory: Input[str]
    cpu_limit: Input[str] | None = None  # None means "2": a burst may use two cores
    memory_limit: Input[str] | None = None  # None means the request

    def requirements(self) -> ResourceRequirementsArgs:
        """The same in Kubernetes' words."""
        memory_limit = self.memory if self.memory_limit is None else self.memory_limit
        cpu_limit = "2" if self.cpu_limit is None else self.cpu_limit
        return ResourceRequirementsArgs(
            requests={"cpu": self.cpu, "memory": self.memory},
            limits={"cpu": cpu_limit, "memory": memory_limit},
        )
