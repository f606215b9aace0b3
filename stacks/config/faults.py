"""What is wrong in a stack config, all of it at once."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
from typing_extensions import override


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One fault: where it is, what stands there, what may stand there and what to do."""

    path: str
    value: str
    rule: str
    remedy: str

    @override
    def __str__(self) -> str:
        return f"{self.path}: got {self.value}; expected {self.rule}. {self.remedy}"


class ConfigError(pulumi.RunError):
    """A stack config that can't be used; its message lists every fault.

    Derives from `pulumi.RunError`, so the engine prints it without a traceback.
    """

    def __init__(self, source: str, faults: Sequence[Fault]) -> None:
        self.source = source
        self.faults = tuple(faults)
        count = "1 fault" if len(self.faults) == 1 else f"{len(self.faults)} faults"
        lines = [f"{source} has {count}; nothing was created:"]
        lines += [f"  {fault}" for fault in self.faults]
        super().__init__("\n".join(lines))
