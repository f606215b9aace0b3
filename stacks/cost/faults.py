"""What is wrong in a price book or a usage file, all of it at once."""

from collections.abc import Sequence
from dataclasses import dataclass

from typing_extensions import override


@dataclass(frozen=True, kw_only=True)
class InputFault:
    """One fault: file and line, what stands there, what may stand there and what to do."""

    source: str
    line: int
    value: str
    rule: str
    remedy: str

    @override
    def __str__(self) -> str:
        return f"{self.source}:{self.line}: got {self.value}; expected {self.rule}. {self.remedy}"


class CostInputError(Exception):
    """Files that can't be priced from; the message lists every fault."""

    def __init__(self, faults: Sequence[InputFault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))
